"""Messages that are due, taken by one sender at a time, with no endpoint taking all seats."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

LEASE = timedelta(seconds=60)
"""How long a claimed message is left alone: longer than any attempt, name service included. Then
whoever claimed it is taken for dead."""
PER_ENDPOINT = 4
"""Attempts under way at once for an endpoint that answers; 1 for one that does not."""

# One sender at a time plans for an endpoint. Locked so that queueing, which refers to the
# endpoint by its key, does not wait. Those that answer come first.
_ENDPOINTS = """
SELECT e.id FROM messaging_webhookendpoint e
CROSS JOIN LATERAL (
    SELECT due FROM messaging_webhookmessage
    WHERE endpoint_id = e.id AND state = 'pending' AND due <= %(now)s ORDER BY due LIMIT 1
) first
WHERE e.active AND (e.failing_since IS NULL OR %(failing)s) AND %(busy)s < %(most)s
ORDER BY e.failing_since IS NOT NULL, first.due LIMIT %(limit)s
FOR NO KEY UPDATE OF e SKIP LOCKED
"""
_BUSY = """(
    SELECT count(*) FROM messaging_webhookmessage
    WHERE endpoint_id = e.id AND leased_until > %(now)s
)"""
_MOST = "CASE WHEN e.failing_since IS NULL THEN %(per_endpoint)s ELSE 1 END"

# A statement of its own: it sees what was claimed before the endpoints were locked.
_CLAIM = """
WITH free AS (
    SELECT m.id FROM messaging_webhookendpoint e
    CROSS JOIN LATERAL (
        SELECT id, due FROM messaging_webhookmessage
        WHERE endpoint_id = e.id AND state = 'pending' AND due <= %(now)s
        ORDER BY due, id LIMIT greatest(%(most)s - %(busy)s, 0)
        FOR UPDATE SKIP LOCKED
    ) m
    WHERE e.id = ANY(%(endpoints)s::uuid[]) ORDER BY m.due, m.id LIMIT %(limit)s
), claimed AS (
    UPDATE messaging_webhookmessage m SET attempts = m.attempts + 1,
        due = %(now)s + %(lease)s, leased_until = %(now)s + %(lease)s
    FROM free WHERE m.id = free.id RETURNING m.*
)
SELECT c.id, c.endpoint_id, c.type, c.payload::text, c.created_at, c.attempts, e.url, e.secret,
    CASE WHEN e.old_secret_until > %(now)s THEN e.old_secret ELSE '' END,
    e.failing_since IS NOT NULL
FROM claimed c JOIN messaging_webhookendpoint e ON e.id = c.endpoint_id ORDER BY c.id
"""


@dataclass(frozen=True)
class Claim:
    """An attempt at a message, ours for the length of the lease."""

    id: str
    endpoint: UUID
    type: str
    payload: str
    created_at: datetime
    attempts: int
    url: str
    secret: str
    old_secret: str
    failing: bool

    def body(self) -> bytes:
        """The same in every attempt."""
        told = {
            "type": self.type,
            "timestamp": self.created_at.isoformat(),
            "data": json.loads(self.payload),
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def claim(limit: int, *, now: datetime, failing: bool) -> list[Claim]:
    """At most `limit` messages that are due, each counted as an attempt from now on.

    `failing`: also those of endpoints whose last attempt failed.
    """
    values: dict[str, Any] = {
        "now": now,
        "lease": LEASE,
        "limit": limit,
        "failing": failing,
        "per_endpoint": PER_ENDPOINT,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_filled(_ENDPOINTS), values)
        endpoints = [str(endpoint) for (endpoint,) in cursor.fetchall()]
        if not endpoints:
            return []
        cursor.execute(_filled(_CLAIM), {**values, "endpoints": endpoints})
        return [Claim(*row) for row in cursor.fetchall()]


def _filled(sql: str) -> str:
    return sql.replace("%(busy)s", _BUSY).replace("%(most)s", _MOST)
