"""Several statements, one round trip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection

ROWS_PER_INSERT = 1_000
MANY = 20


@dataclass(frozen=True)
class Fragment:
    """A part of a statement, with its parameters."""

    sql: str
    params: tuple[Any, ...] = ()


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

    def add_rows(
        self,
        sql: str,
        rows: Iterable[Sequence[Any]],
        *,
        types: str,
        drift: Fragment = Fragment(""),
    ) -> None:
        """Add `sql`, its `{rows}` filled by a query of the rows; nothing when there are none.

        `types` are those of the columns ("text, bigint"). A few rows go as VALUES. Many go as one
        array for each column: that is half of the work for both sides. `drift` takes the place of
        `{drift}`, which must stand before the rows.
        """
        rows = iter(rows)
        sql = sql.replace("{drift}", drift.sql)
        while page := list(islice(rows, ROWS_PER_INSERT)):
            self._params.extend(drift.params)
            if len(page) < MANY:
                self._sql.append(_with_values(sql, types, len(page)))
                for row in page:
                    self._params.extend(row)
            else:
                self._sql.append(_with_arrays(sql, types))
                self._params.extend(map(_array, zip(*page, strict=True)))

    def run(self) -> None:
        if self._sql:
            with connection.cursor() as cursor:
                cursor.execute(";\n".join(self._sql), self._params)
            self._sql, self._params = [], []


@cache
def _with_values(sql: str, types: str, count: int) -> str:
    row = ", ".join(f"%s::{kind}" for kind in types.split(", "))
    return sql.format(rows=f"VALUES {', '.join([f'({row})'] * count)}")


@cache
def _with_arrays(sql: str, types: str) -> str:
    arrays = ", ".join(f"%s::{kind}[]" for kind in types.split(", "))
    return sql.format(rows=f"SELECT * FROM unnest({arrays})")


def _array(values: Iterable[Any]) -> str:
    """A PostgreSQL array in its text form; psycopg2's own is parsed element by element."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
