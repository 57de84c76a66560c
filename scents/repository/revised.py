"""What repositories of records that are only ever revised have in common."""

from __future__ import annotations

import abc
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection

from domain.scents.safety.revisions import Revised, Revision
from messaging.changes import Change
from messaging.sql import Statements
from scents.ports.safety import AbstractRevisedRepository, Name
from scents.safety_values import Value

R = TypeVar("R", bound=Revised[Any])
T = TypeVar("T")

_LOCK = "SELECT key, version_number FROM {table} WHERE key = ANY(%s) ORDER BY key FOR NO KEY UPDATE"
_REVISIONS = """SELECT record, number, value::text, source, recorded_by FROM scents_safetyrevision
    WHERE record = ANY(%s) ORDER BY record, number"""
_KEEP = """INSERT INTO scents_safetyrevision
    (record, number, value, source, recorded_by, recorded_at) {rows}"""
_COMMON = {
    "key": "text",
    "value": "jsonb",
    "source": "text",
    "recorded_by": "text",
    "recorded_at": "timestamptz",
    "revision": "int",
    "version_number": "bigint",
}


class RevisedRepository(AbstractRevisedRepository[R], abc.ABC, Generic[R, T]):
    """Records in `table`, with `columns` of their own beside those that all have.

    Whoever comes second waits for the lock and sees the other's revision; where both record the
    first one, the unique number refuses it to one of them, who then plans again.
    """

    table: ClassVar[str]
    columns: ClassVar[Mapping[str, str]]
    record: Callable[..., R]

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self._now = now

    @abc.abstractmethod
    def _value(self, thing: T) -> Value:
        """The thing as plain data."""

    @abc.abstractmethod
    def _thing(self, name: Name, value: Value, source: str, by: str) -> T:
        """And back."""

    @abc.abstractmethod
    def _own(self, record: R) -> tuple[Any, ...]:
        """The values of `columns`, for look-ups."""

    def _current(self, record: R) -> Value | None:
        """What holds now, as plain data; None: nothing."""
        return None if record.current is None else self._value(record.current)

    def get_all(self, names: Collection[Name]) -> Mapping[Name, R]:
        keys = {name: self.record(*name).identity for name in names}
        wanted = sorted({*keys.values()} - self.seen.keys())
        versions = dict(_every(_LOCK.format(table=self.table), wanted)) if wanted else {}
        kept = self._revisions([*versions])
        for name, key in keys.items():
            revisions = [
                Revision(
                    number,
                    None if value is None else self._thing(name, json.loads(value), source, by),
                    source,
                    by,
                )
                for number, value, source, by in kept[key]
            ]
            version = versions.get(key, 0)
            self.seen.setdefault(
                key, self.record(*name, revisions=revisions, version_number=version)
            )
        return {name: self.seen[key] for name, key in keys.items()}

    def _revisions(self, keys: Sequence[str]) -> Mapping[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for key, *revision in _every(_REVISIONS, keys) if keys else ():
            found[key].append(revision)
        return found

    def store(self, changes: Sequence[Change[R]], statements: Statements) -> None:
        types = {**_COMMON, **self.columns}
        statements.add_rows(
            _upsert(self.table, types),
            [self._row(change.aggregate) for change in changes],
            types=", ".join("text" if kind == "text[]" else kind for kind in types.values()),
        )
        statements.add_rows(
            _KEEP,
            [row for change in changes for row in self._new_revisions(change)],
            types="text, int, jsonb, text, text, timestamptz",
        )

    def _row(self, record: R) -> tuple[Any, ...]:
        last = record.revisions[-1]
        common = (
            record.identity,
            _json(self._current(record)),
            last.source,
            last.by,
            self._now,
            last.number,
            record.version_number,
        )
        return (*common, *self._own(record))

    def _new_revisions(self, change: Change[R]) -> list[tuple[Any, ...]]:
        """Each event tells of one revision."""
        record = change.aggregate
        return [
            (
                record.identity,
                each.number,
                None if each.value is None else _json(self._value(each.value)),
                each.source,
                each.by,
                self._now,
            )
            for each in record.revisions[-len(change.events) :]
        ]

    def _add(self, aggregate: R) -> None:
        """A record comes into being with its first revision."""


def array(members: Collection[str]) -> str:
    """CAS numbers as PostgreSQL writes an array: they hold digits and hyphens only."""
    return "{" + ",".join(sorted(members)) + "}"


def _upsert(table: str, types: Mapping[str, str]) -> str:
    names = ", ".join(types)
    cast = ", ".join(f"{name}::{kind}" for name, kind in types.items())
    new = ", ".join(f"{name} = excluded.{name}" for name in types if name != "key")
    return f"""INSERT INTO {table} ({names}) SELECT {cast} FROM ({{rows}}) r({names})
        ON CONFLICT (key) DO UPDATE SET {new}"""


def _json(value: Value | None) -> str | None:
    return None if value is None else json.dumps(value)


def _every(sql: str, keys: Sequence[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(keys)])
        return list(cursor.fetchall())
