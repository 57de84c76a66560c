"""The read side of webhooks: plain rows, without secrets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from messaging.models import WebhookMessage
from messaging.webhooks.endpoints import endpoints_of

_ENDPOINT = [
    "id",
    "url",
    "types",
    "active",
    "disabled_reason",
    "failing_since",
    "old_secret_until",
    "created_at",
]
_MESSAGE = [
    "id",
    "type",
    "payload",
    "created_at",
    "state",
    "attempts",
    "due",
    "last_status",
    "last_error",
    "excerpt",
    "duration",
    "delivered_at",
]
Row = dict[str, Any]


def endpoints(owner: str) -> list[Row]:
    """The owner's endpoints, the newest first."""
    return list(endpoints_of(owner).order_by("-created_at", "-id").values(*_ENDPOINT))


def endpoint(owner: str, id: str) -> Row | None:
    """None: there is none of this id, or it is somebody else's."""
    row: Row | None = endpoints_of(owner, id).values(*_ENDPOINT).first()
    return row


def messages(owner: str, endpoint: str, *, limit: int, before: str = "") -> list[Row] | None:
    """The endpoint's log, the newest first; the next page are those `before` the last id.

    None: the endpoint is not the owner's.
    """
    if not endpoints_of(owner, endpoint).exists():
        return None
    found = WebhookMessage.objects.filter(endpoint_id=UUID(endpoint)).order_by("-id")
    if before:
        found = found.filter(id__lt=before)
    return list(found.values(*_MESSAGE)[:limit])
