"""Queries that the server plans once per connection."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from django.db import connection

PLAN_KEPT = 5.0


class Prepared:
    """A query whose planning costs more than its work (10:1 for the best batch of a line).

    `sql` has $1, $2 … where the parameters go, of the given `types`. Prepared on each connection
    when it is first used there; so a pooler in front of PostgreSQL must pool sessions. Planned
    anew after PLAN_KEPT seconds: a plan made for a small table must not outlive its growth.
    """

    def __init__(self, name: str, sql: str, *, types: str) -> None:
        self._forget = f"DEALLOCATE {name}"
        self._prepare = f"PREPARE {name} ({types}) AS {sql}"
        self._execute = f"EXECUTE {name} ({', '.join(['%s'] * len(types.split(',')))})"

    def one(self, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        """The first row, or None."""
        with connection.cursor() as cursor:
            known, now = _known(), time.monotonic()
            if self not in known or now - known[self] > PLAN_KEPT:
                cursor.execute(
                    f"{self._forget}; {self._prepare}" if self in known else self._prepare
                )
                known[self] = now
            cursor.execute(self._execute, parameters)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row


def _known() -> dict[Prepared, float]:
    """What this thread's connection has prepared, and when; nothing when it is a new one."""
    state = getattr(connection, "prepared", None)
    if state is None or state[0] is not connection.connection:
        state = (connection.connection, {})
        connection.prepared = state  # type: ignore[attr-defined]
    known: dict[Prepared, float] = state[1]
    return known
