"""Messages are stored for each endpoint that wants them, in the transaction of their cause."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from messaging.ids import uuid7
from messaging.models import WebhookEndpoint, WebhookMessage
from messaging.webhooks.ports import Notice

TEST = "webhook.test"
State = WebhookMessage.State

# The id is a UUID of version 7: its first 12 digits are the time, the others are random for each
# row (those of version 4, but for the digit that names the version).
_QUEUE = """
INSERT INTO messaging_webhookmessage
    (id, endpoint_id, type, key, payload, created_at, state, attempts, due, last_error, excerpt)
SELECT 'msg_' || %(millis)s || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14),
    e.id, n.type, n.key, n.data::jsonb, %(now)s, 'pending', 0, %(now)s, '', ''
FROM unnest(%(owners)s::text[], %(types)s::text[], %(data)s::text[], %(keys)s::text[])
    n(owner, type, data, key)
JOIN messaging_webhookendpoint e ON e.owner = n.owner AND e.active
    AND (e.types = '[]' OR e.types ? n.type)
ON CONFLICT (endpoint_id, key) DO NOTHING
"""


class StoredWebhooks:
    """The table of messages; `wake` is called once after a commit that leaves some to be sent."""

    def __init__(self, *, wake: Callable[[], None], clock: Callable[[], datetime]) -> None:
        self._wake = wake
        self._clock = clock

    def queue(self, *, owner: str, type: str, data: Mapping[str, Any], key: str) -> None:
        self.queue_all([Notice(owner, type, data, key)])

    def queue_all(self, notices: Iterable[Notice]) -> None:
        """One statement, however many notices and endpoints."""
        notices = list(notices)
        if not notices:
            return
        values: dict[str, Any] = {
            "now": self._clock(),
            "millis": uuid7().hex[:12],
            "owners": [notice.owner for notice in notices],
            "types": [notice.type for notice in notices],
            "data": [json.dumps(notice.data, cls=DjangoJSONEncoder) for notice in notices],
            "keys": [notice.key for notice in notices],
        }
        with connection.cursor() as cursor:
            cursor.execute(_QUEUE, values)
            if cursor.rowcount:
                self._wake_after_commit()

    def queue_test(self, endpoint: str) -> str:
        """Whatever types it wants, and also while it is disabled: sent once it is enabled."""
        now, unique = self._clock(), uuid7().hex
        message = WebhookMessage.objects.create(
            id=f"msg_{unique}",
            endpoint_id=endpoint,
            type=TEST,
            key=f"test {unique}",
            payload={},
            created_at=now,
            due=now,
        )
        self._wake_after_commit()
        return message.id

    def again(self, message: str) -> bool | None:
        messages = WebhookMessage.objects.filter(id=message)
        row = messages.values_list("endpoint", flat=True).first()
        if row is None:
            return None
        active = WebhookEndpoint.objects.filter(id=row, active=True)
        replayed = (
            messages.exclude(state=State.PENDING)
            .filter(endpoint__in=active)
            .update(state=State.PENDING, attempts=0, due=self._clock(), delivered_at=None)
        )
        if replayed:
            self._wake_after_commit()
        return bool(replayed)

    def _wake_after_commit(self) -> None:
        """Once in a transaction, however often something is queued."""
        if all(planned[1] != self._wake for planned in connection.run_on_commit):
            transaction.on_commit(self._wake, robust=True)
