"""One worker at a time, so that those who are slow to answer never keep more than one busy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_TRY = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
_END = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


@contextmanager
def my_turn(name: str) -> Iterator[bool]:
    """Whether nobody else has the turn. It ends with this block, or with this process."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [name])
        [mine] = cursor.fetchone() or [False]
    try:
        yield bool(mine)
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute(_END, [name])
