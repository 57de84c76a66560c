"""The read side of messages on their way."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from messaging.models import Delivery, OutboxEvent, ParkedMessage


def backlog(now: datetime) -> dict[str, Any]:
    """Undelivered events: how many, how old the oldest is in seconds, and how many are parked."""
    waiting = Delivery.objects.aggregate(count=Count("id"), oldest=Min("recorded_at"))
    oldest = waiting["oldest"]
    return {
        "undelivered": waiting["count"],
        "oldest_seconds": round((now - oldest).total_seconds(), 3) if oldest else 0,
        "parked": ParkedMessage.objects.count(),
    }


def events_about(key: str, types: Collection[str], most: int) -> list[OutboxEvent]:
    """The last events of these types (none: of any) about one aggregate, newest first."""
    events = OutboxEvent.objects.filter(aggregate_id=key)
    if types:
        events = events.filter(type__in=types)
    return list(events.order_by("-version")[:most])
