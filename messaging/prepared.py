"""Queries that the server plans once per connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection


class Prepared:
    """A query whose planning costs more than its work (10:1 for the best batch of a line).

    `sql` has $1, $2 … where the parameters go, of the given `types`. Prepared on each connection
    when it is first used there; so a pooler in front of PostgreSQL must pool sessions.
    """

    def __init__(self, name: str, sql: str, *, types: str) -> None:
        self._prepare = f"PREPARE {name} ({types}) AS {sql}"
        self._execute = f"EXECUTE {name} ({', '.join(['%s'] * len(types.split(',')))})"

    def one(self, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        """The first row, or None."""
        with connection.cursor() as cursor:
            if self not in _known():
                cursor.execute(self._prepare)
                _known().add(self)
            cursor.execute(self._execute, parameters)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row


def _known() -> set[Prepared]:
    """The queries that this thread's connection has prepared; none when it is a new one."""
    state = getattr(connection, "prepared", None)
    if state is None or state[0] is not connection.connection:
        state = (connection.connection, set())
        connection.prepared = state  # type: ignore[attr-defined]
    known: set[Prepared] = state[1]
    return known
