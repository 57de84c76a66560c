"""Work that may take long takes turns, so that some worker is always free to bring events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_TRY = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
_END = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


@contextmanager
def my_turn(name: str) -> Iterator[bool]:
    """Whether nobody else does the same, and no more than SLOW_WORKERS are at such work at all.

    The turn ends with this block, or with this process. Who has none is woken again by the sweep.
    """
    slots = (f"slow worker {n}" for n in range(settings.SLOW_WORKERS))
    taken: list[str] = []
    try:
        if _take(name, taken):
            yield any(_take(slot, taken) for slot in slots)
        else:
            yield False
    finally:
        for lock in reversed(taken):
            _run(_END, lock)


def _take(lock: str, taken: list[str]) -> bool:
    if mine := _run(_TRY, lock):
        taken.append(lock)
    return mine


def _run(sql: str, lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [lock])
        return bool((cursor.fetchone() or [False])[0])
