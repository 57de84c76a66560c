"""What the clock and the workers do about messages."""

from __future__ import annotations

import logging
import random
import time
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from messaging.bulk_worker import BulkWorker, is_work_due
from messaging.bus import get_bus
from messaging.models import BulkJob, InboxMessage, WebhookMessage
from messaging.partitions import ensure_partitions
from messaging.redis_client import redis_client
from messaging.redis_publisher import gathered
from messaging.relay import Relay, due_subscribers
from messaging.turns import my_turn
from messaging.webhooks.guard import our_targets
from messaging.webhooks.post import post
from messaging.webhooks.sender import Sender

logger = logging.getLogger(__name__)

WOKEN = "scents:woken:{}"
GATHER = 0.05  # seconds in which a burst gathers, so that one task serves it
INBOX_KEPT = timedelta(days=30)
WEBHOOKS_KEPT = timedelta(days=30)
JOBS_KEPT = timedelta(days=30)
WEBHOOKS = "webhooks"
JOBS = "jobs"


def drain(subscriber: str) -> int:
    """Deliver all that is due to the subscriber."""
    relay = Relay(
        deliver=get_bus().deliver,
        clock=timezone.now,
        batches=settings.DELIVERY_BATCHES,
        gathered=gathered if settings.REDIS_URL else nullcontext,
    )
    return relay.drain(subscriber)


@shared_task(ignore_result=True)
def deliver(*, subscriber: str, **_: Any) -> None:
    time.sleep(GATHER)
    redis_client().delete(WOKEN.format(subscriber))
    if subscriber not in settings.ONE_WORKER_EACH:
        drain(subscriber)
        return
    with my_turn(subscriber) as mine:
        if mine:  # or else whoever is at it sees what is due, and the sweep what he overlooks
            drain(subscriber)


def drain_webhooks() -> int:
    """Send all webhook messages that are due, unless somebody is at it; he sees ours, too."""
    sender = Sender(
        post=partial(post, targets=our_targets()), clock=timezone.now, jitter=random.random
    )
    with my_turn(WEBHOOKS) as mine:
        return sender.drain() if mine else 0


@shared_task(ignore_result=True)
def send_webhooks(**_: Any) -> None:
    """When some were queued; and every 2 s, for those whose next attempt is due."""
    redis_client().delete(WOKEN.format(WEBHOOKS))
    drain_webhooks()


def drain_jobs() -> None:
    """Go on with jobs of the back office, unless somebody is at it: they take one worker only, so
    that others keep bringing events."""
    with my_turn(JOBS) as mine:
        if mine:
            BulkWorker(clock=timezone.now).drain()


@shared_task(ignore_result=True)
def run_jobs(**_: Any) -> None:
    """When one was started; and every 2 s while there is something left to do."""
    redis_client().delete(WOKEN.format(JOBS))
    drain_jobs()


@shared_task(ignore_result=True)
def sweep(**_: Any) -> None:
    """Deliver what a crash, or a broker that was away, left behind."""
    for subscriber in due_subscribers(timezone.now()):
        deliver.apply_async(kwargs={"subscriber": subscriber}, retry=False)
    if is_work_due(timezone.now()):
        run_jobs.apply_async(retry=False, expires=10)


@shared_task(ignore_result=True)
def housekeeping(**_: Any) -> None:
    """Daily: room for the events of the months to come, and old messages go."""
    now = timezone.now()
    ensure_partitions(now.date())
    InboxMessage.objects.filter(received_at__lt=now - INBOX_KEPT).delete()
    delivered = WebhookMessage.objects.filter(state=WebhookMessage.State.DELIVERED)
    delivered.filter(delivered_at__lt=now - WEBHOOKS_KEPT).delete()
    BulkJob.objects.filter(finished_at__lt=now - JOBS_KEPT).delete()
