"""The table of endpoints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from messaging.models import WebhookEndpoint
from messaging.webhooks import results
from messaging.webhooks.sealing import seal

OLD_SECRET_KEPT = timedelta(hours=24)


class StoredWebhookEndpoints:
    """Secrets come in as they are and are stored sealed."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def count(self, owner: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"webhooks of {owner}"]
            )
        return WebhookEndpoint.objects.filter(owner=owner).count()

    def add(self, owner: str, url: str, types: list[str], secret: str) -> str:
        endpoint = WebhookEndpoint.objects.create(
            owner=owner, url=url, types=types, secret=seal(secret), created_at=self._clock()
        )
        return str(endpoint.id)

    def is_of(self, owner: str, id: str) -> bool:
        return endpoints_of(owner, id).exists()

    def remove(self, owner: str, id: str) -> bool:
        return bool(endpoints_of(owner, id).delete()[0])

    def rotate(self, owner: str, id: str, secret: str) -> bool:
        changed = endpoints_of(owner, id).update(
            old_secret=F("secret"),
            old_secret_until=self._clock() + OLD_SECRET_KEPT,
            secret=seal(secret),
        )
        return bool(changed)

    def disable(self, id: str, reason: str) -> bool:
        return is_id(id) and results.disable(UUID(id), reason)

    def enable(self, id: str) -> bool:
        changes = {"active": True, "disabled_reason": "", "failing_since": None}
        return is_id(id) and bool(WebhookEndpoint.objects.filter(id=id).update(**changes))


def endpoints_of(owner: str, id: str | None = None) -> QuerySet[WebhookEndpoint]:
    """The owner's endpoints, or the one with this id, where it is the owner's."""
    found = WebhookEndpoint.objects.filter(owner=owner)
    if id is None:
        return found
    return found.filter(id=id) if is_id(id) else found.none()


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
