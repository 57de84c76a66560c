"""What the clock and the workers do about messages."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from messaging.bus import get_bus
from messaging.models import InboxMessage
from messaging.partitions import ensure_partitions
from messaging.redis_client import redis_client
from messaging.redis_publisher import gathered
from messaging.relay import Relay, due_subscribers

logger = logging.getLogger(__name__)

WOKEN = "scents:woken:{}"
GATHER = 0.05  # seconds in which a burst gathers, so that one task serves it
INBOX_KEPT = timedelta(days=30)


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
    drain(subscriber)


@shared_task(ignore_result=True)
def sweep(**_: Any) -> None:
    """Deliver what a crash, or a broker that was away, left behind."""
    for subscriber in due_subscribers(timezone.now()):
        deliver.apply_async(kwargs={"subscriber": subscriber}, retry=False)


@shared_task(ignore_result=True)
def housekeeping(**_: Any) -> None:
    """Daily: room for the events of the months to come, and an inbox without old messages."""
    ensure_partitions(timezone.now().date())
    InboxMessage.objects.filter(received_at__lt=timezone.now() - INBOX_KEPT).delete()
