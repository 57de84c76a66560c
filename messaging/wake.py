"""Wakes the workers, with few tasks for many events, and without keeping a request waiting."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from functools import cache

import redis
from django.conf import settings
from kombu.exceptions import OperationalError

from messaging.errors import Unavailable
from messaging.redis_client import process_id, redis_client
from messaging.tasks import (
    JOBS,
    WEBHOOKS,
    WOKEN,
    deliver,
    drain,
    drain_jobs,
    drain_webhooks,
    run_jobs,
    send_webhooks,
)

logger = logging.getLogger(__name__)

GATHER = 0.02  # seconds in which the wake-ups of a burst become one
KEPT = 5  # seconds that a wake-up counts as under way; a lost task delays no longer than this
_TASKS = {WEBHOOKS: send_webhooks, JOBS: run_jobs}


def wake(subscriber: str) -> None:
    """See that a worker drains the subscriber's deliveries soon; return at once.

    With no broker configured, the deliveries are made here and now.
    """
    if settings.CELERY_BROKER_URL:
        _waker(process_id()).wake(subscriber)
    else:
        drain(subscriber)


def wake_webhooks() -> None:
    """The same for webhooks. With no broker, what fails now is left for the next time."""
    if settings.CELERY_BROKER_URL:
        _waker(process_id()).wake(WEBHOOKS)
    else:
        drain_webhooks()


def wake_jobs() -> None:
    """The same for jobs. With no broker, the first turn of the first of them is here and now."""
    if settings.CELERY_BROKER_URL:
        _waker(process_id()).wake(JOBS)
    else:
        drain_jobs()


class Waker:
    """Talks to the broker from a thread of its own: a broker that hangs slows down no request.

    One wake-up is under way at a time: the task clears the mark before it looks for deliveries,
    so whatever was committed before the mark was found set is seen by that task. What is not
    sent, because the broker is away or the process is killed, the sweep makes good.
    """

    def __init__(self) -> None:
        self._due: set[str] = set()
        self._called = threading.Event()
        threading.Thread(target=self._serve, name="waker", daemon=True).start()
        atexit.register(self.send)

    def wake(self, subscriber: str) -> None:
        self._due.add(subscriber)
        self._called.set()

    def send(self) -> None:
        """Tell the broker of everybody who is due."""
        self._called.clear()
        while self._due:
            subscriber = self._due.pop()
            try:
                if redis_client().set(WOKEN.format(subscriber), 1, nx=True, ex=KEPT):
                    task = _TASKS.get(subscriber, deliver)
                    task.apply_async(kwargs={"subscriber": subscriber}, retry=False)
            except (redis.RedisError, OperationalError, OSError, Unavailable) as error:
                logger.warning("broker away, the sweep will deliver: %s", error)

    def _serve(self) -> None:
        while True:
            self._called.wait()
            time.sleep(GATHER)
            self.send()


@cache
def _waker(process: int) -> Waker:  # a forked child has none of its parent's threads
    return Waker()
