"""Several statements, one round trip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection

ROWS_PER_INSERT = 1_000


class Statements:
    """Statements that are sent together, and run in the order in which they were added.

    A lock is held for one round trip instead of one per statement; rows of one table become one
    INSERT, however many they are.
    """

    def __init__(self) -> None:
        self._sql: list[str] = []
        self._params: list[Any] = []

    def add(self, sql: str, params: Sequence[Any] = ()) -> None:
        self._sql.append(sql)
        self._params.extend(params)

    def add_rows(self, sql: str, rows: Iterable[Sequence[Any]], *, casts: str = "") -> None:
        """Add `sql`, its `{rows}` filled by a list of values; nothing when there are no rows.

        `casts` gives the types of one row ("%s, %s::date"), where PostgreSQL cannot guess them.
        """
        rows = iter(rows)
        while page := list(islice(rows, ROWS_PER_INSERT)):
            one = f"({casts or ', '.join(['%s'] * len(page[0]))})"
            self._sql.append(sql.format(rows=", ".join([one] * len(page))))
            for row in page:
                self._params.extend(row)

    def run(self) -> None:
        if self._sql:
            with connection.cursor() as cursor:
                cursor.execute(";\n".join(self._sql), self._params)
            self._sql, self._params = [], []
