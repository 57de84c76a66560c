"""Which row makes one optimisation, and back; and how workers take turns at them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from domain.scents import optimisation as rules
from domain.scents.wish import Wish
from messaging.changes import Change
from messaging.sql import Statements
from scents.models import Optimisation
from scents.ports.optimisations import AbstractOptimisationRepository

_STORE = """INSERT INTO scents_optimisation (reference, formula, version, wish, state, outcome,
    requested_by, requested_at, due, finished_at, version_number) {rows}
    ON CONFLICT (reference) DO UPDATE SET state = excluded.state, outcome = excluded.outcome,
        finished_at = excluded.finished_at, version_number = excluded.version_number"""
_TYPES = "text, text, int, jsonb, text, jsonb, text, timestamptz, timestamptz, timestamptz, bigint"


class OptimisationRepository(AbstractOptimisationRepository):
    """Optimisations in PostgreSQL, locked when they are read."""

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self._now = now

    def get(self, reference: str) -> rules.Optimisation | None:
        rows = Optimisation.objects.select_for_update(no_key=True)
        row = rows.filter(reference=reference).first()
        return self._remember(None if row is None else _aggregate(row))

    def store(self, changes: Sequence[Change[rules.Optimisation]], statements: Statements) -> None:
        rows = [self._row(change.aggregate) for change in changes]
        statements.add_rows(_STORE, rows, types=_TYPES)

    def _row(self, one: rules.Optimisation) -> tuple[object, ...]:
        return (
            one.reference,
            one.wish.formula,
            one.wish.version,
            json.dumps(write_wish(one.wish)),
            one.state.value,
            json.dumps(one.outcome),
            one.by,
            one.at,
            one.at,
            self._now if one.is_over else None,
            one.version_number,
        )

    def _add(self, aggregate: rules.Optimisation) -> None:
        """A new one is inserted by `store`."""


def write_wish(wish: Wish) -> dict[str, Any]:
    """As it is stored; amounts as text."""
    return {**asdict(wish), "batch": str(wish.batch)}


def read_wish(stored: Mapping[str, Any]) -> Wish:
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    return Wish(**{**stored, **lists, "batch": Decimal(stored["batch"])})


def _aggregate(row: Optimisation) -> rules.Optimisation:
    return rules.Optimisation(
        row.reference,
        read_wish(row.wish),
        by=row.requested_by,
        at=row.requested_at,
        state=rules.State(row.state),
        outcome=row.outcome,
        version_number=row.version_number,
    )


# Turns of workers. They are no facts of the optimisation: nobody is told of them.

_CLAIM = """UPDATE scents_optimisation o SET state = 'running', due = %(until)s,
        attempts = o.attempts + 1
    FROM (SELECT reference FROM scents_optimisation
        WHERE state IN ('waiting', 'running') AND due <= %(now)s
        ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED) free
    WHERE o.reference = free.reference RETURNING o.reference"""


def claim(now: datetime, lease: timedelta) -> Optimisation | None:
    """The one that waits longest is ours for the lease."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "until": now + lease})
        row = cursor.fetchone()
    return Optimisation.objects.get(reference=row[0]) if row else None


def keep(one: Optimisation, *, due: datetime, progress: Mapping[str, Any]) -> bool:
    """Say that we are still at it; False where it was cancelled, or taken from us."""
    return bool(_ours(one).update(due=due, progress=progress))


def put_back(one: Optimisation, *, due: datetime) -> None:
    _ours(one).update(due=due, attempts=max(0, one.attempts - 1))


def is_due(now: datetime) -> bool:
    return Optimisation.objects.filter(state__in=rules.UNFINISHED, due__lte=now).exists()


def _ours(one: Optimisation) -> QuerySet[Optimisation]:
    return Optimisation.objects.filter(
        reference=one.reference, state=rules.State.RUNNING, attempts=one.attempts
    )
