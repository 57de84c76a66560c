"""Several queries that see the same state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_ONE_STATE = """SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
    SET LOCAL statement_timeout = %s"""


@contextmanager
def snapshot(*, seconds: int) -> Iterator[None]:
    """All queries in this block see what was committed when the first one began; none may take
    longer than `seconds`. Inside an open transaction they see what that sees."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute(_ONE_STATE, [seconds * 1_000])
        yield
