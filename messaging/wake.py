"""Wakes the workers, with few tasks for many events."""

from __future__ import annotations

import logging
import time

import redis
from django.conf import settings
from kombu.exceptions import OperationalError

from messaging.redis_client import redis_client
from messaging.tasks import WOKEN, deliver, drain

logger = logging.getLogger(__name__)

_KEPT = 5  # seconds that a wake-up counts as under way; a lost task delays no longer than this
_REST = 1.0  # seconds without a further try after the broker did not answer

_asleep_until = 0.0


def wake(subscriber: str) -> None:
    """See that a worker drains the subscriber's deliveries soon; return at once.

    One wake-up is under way at a time: the task clears the mark before it looks for deliveries,
    so whatever was committed before the mark was found set is seen by that task. With no broker
    configured, the deliveries are made here and now. With the broker away, the sweep makes them.
    """
    global _asleep_until
    if not settings.CELERY_BROKER_URL:
        drain(subscriber)
        return
    if time.monotonic() < _asleep_until:
        return
    try:
        if redis_client().set(WOKEN.format(subscriber), 1, nx=True, ex=_KEPT):
            deliver.apply_async(kwargs={"subscriber": subscriber}, retry=False)
    except (redis.RedisError, OperationalError, OSError) as error:
        _asleep_until = time.monotonic() + _REST
        logger.warning("broker away, the sweep will deliver: %s", error)
