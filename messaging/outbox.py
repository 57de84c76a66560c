"""Events are stored with what caused them, and one delivery for each who wants to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from domain.kernel import Event
from messaging.changes import Change
from messaging.ids import uuid7
from messaging.serialization import to_json
from messaging.sql import Statements

_EVENTS = """INSERT INTO messaging_outbox
    (id, recorded_at, type, aggregate_id, version, payload, actor)
    SELECT id, at, type, about, version + {drift}, payload, actor
    FROM ({rows}) r(id, at, type, about, version, payload, actor)"""
_DELIVERIES = """INSERT INTO messaging_delivery
    (event_id, recorded_at, subscriber, attempts, due, error) {rows}"""


class Outbox:
    """Writes events and deliveries inside a transaction, and wakes the subscribers after it.

    `subscribers` names, for each kind of event, who handles it after the commit; `wake` is called
    with such a name once the outermost transaction is committed. It may fail: the sweep delivers
    what nobody was woken for.
    """

    def __init__(
        self,
        *,
        subscribers: Mapping[type[Event], Sequence[str]],
        wake: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._subscribers = subscribers
        self._wake = wake
        self._clock = clock

    def store(self, changes: Sequence[Change[Any]], actor: str, statements: Statements) -> None:
        """Add the statements: one for all aggregates whose versions nobody else has moved."""
        now = self._clock()
        told = [(change, self._rows(change, actor, now)) for change in changes]
        for drift in dict.fromkeys(change.drift for change in changes):
            statements.add_rows(
                _EVENTS,
                [row for change, rows in told if change.drift == drift for row in rows],
                types="uuid, timestamptz, text, text, bigint, jsonb, text",
                drift=drift,
            )
        deliveries = [
            (row[0], now, subscriber, 0, now, "")
            for change, rows in told
            for row, event in zip(rows, change.events, strict=True)
            for subscriber in self._subscribers.get(type(event), ())
        ]
        statements.add_rows(
            _DELIVERIES, deliveries, types="uuid, timestamptz, text, int, timestamptz, text"
        )
        for subscriber in sorted({delivery[2] for delivery in deliveries}):
            self._wake_after_commit(subscriber)

    def _rows(self, change: Change[Any], actor: str, now: datetime) -> list[tuple[object, ...]]:
        about = change.aggregate.identity
        first = change.aggregate.version_number - len(change.events) + 1
        return [
            (str(uuid7()), now, type(event).__name__, about, version, to_json(event), actor)
            for version, event in enumerate(change.events, start=first)
        ]

    def _wake_after_commit(self, subscriber: str) -> None:
        """Once in a transaction, however many commands it holds."""
        hook = _WakeUp(self._wake, subscriber)
        if all(hook != planned[1] for planned in connection.run_on_commit):
            transaction.on_commit(hook, robust=True)


@dataclass(frozen=True)
class _WakeUp:
    """A hook that can be told from another."""

    wake: Callable[[str], None]
    subscriber: str

    def __call__(self) -> None:
        self.wake(self.subscriber)
