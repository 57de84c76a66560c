"""Which rows make one scent, and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from domain.scents.events.sourcing import SourcingDecided
from domain.scents.sourcing.scent import Decision, Kind, Scent
from domain.scents.surveys.plan import Candidate
from messaging.changes import Change
from messaging.sql import Statements
from scents import models
from scents.ports import AbstractScentRepository

_ADD = """INSERT INTO scents_scentsource
    (code, supplier, formula, since, decision, reopened, version_number) {rows}"""
_CHANGE = """UPDATE scents_scentsource s SET supplier = r.supplier, formula = r.formula,
        since = r.since, decision = r.decision, reopened = r.reopened,
        version_number = r.version_number
    FROM ({rows}) r(code, supplier, formula, since, decision, reopened, version_number)
    WHERE s.code = r.code"""
_TYPES = "text, text, text, timestamptz, int, bool, bigint"
_DECIDE = """INSERT INTO scents_sourcingdecision (scent, number, kind, supplier, formula, policy,
    survey, evidence, costs, currency, cost, saving, provisional, reverses, reason, decided_by,
    decided_at) {rows}"""
_DECIDED = (
    "text, int, text, text, text, text, text, jsonb, jsonb, text, numeric, numeric, bool, bool, "
    "text, text, timestamptz"
)


class ScentRepository(AbstractScentRepository):
    """Scents in PostgreSQL, locked when they are read, in the order of codes."""

    def get_many(self, codes: Collection[str]) -> dict[str, Scent]:
        rows = models.ScentSource.objects.filter(code__in=codes).order_by("code")
        for row in rows.select_for_update(no_key=True) if codes else ():
            last = models.SourcingDecision.objects.get(scent=row.code, number=row.decision)
            self._remember(scent_of(row, last))
        scents = (self.seen.get(f"scent:{code}") for code in codes)
        return {one.code: one for one in scents if one is not None}

    def decisions(self, code: str) -> list[Decision]:
        rows = models.SourcingDecision.objects.filter(scent=code).order_by("number")
        return [*map(decision_of, rows)]

    def decided_from(self, reference: str, codes: Collection[str]) -> set[str]:
        """They are few for each scent, so the scent's own index is enough."""
        rows = models.SourcingDecision.objects.filter(scent__in=codes)
        found = rows.filter(evidence__reference=reference)
        return {*found.values_list("scent", flat=True)}

    def store(self, changes: Sequence[Change[Scent]], statements: Statements) -> None:
        for sql, is_new in ((_ADD, True), (_CHANGE, False)):
            rows = [_row(one.aggregate) for one in changes if one.is_new is is_new]
            statements.add_rows(sql, rows, types=_TYPES)
        decided = [row for change in changes for row in _decided(change)]
        statements.add_rows(_DECIDE, decided, types=_DECIDED)

    def _add(self, aggregate: Scent) -> None:
        """A new one is inserted by `store`."""


def scent_of(row: models.ScentSource, last: models.SourcingDecision) -> Scent:
    """As the domain sees it."""
    return Scent(
        row.code,
        last=decision_of(last),
        since=row.since,
        reopened=row.reopened,
        version_number=row.version_number,
    )


def decision_of(row: models.SourcingDecision) -> Decision:
    """As the domain sees it."""
    return Decision(
        Kind(row.kind),
        Candidate(row.supplier, row.formula),
        row.decided_by,
        row.decided_at,
        policy=row.policy,
        survey=row.survey,
        evidence=row.evidence,
        costs={name: Decimal(cost) for name, cost in row.costs.items()},
        currency=row.currency,
        provisional=row.provisional,
        reason=row.reason,
        number=row.number,
        reverses=row.reverses,
    )


def _row(one: Scent) -> tuple[Any, ...]:
    source, number = one.source, one.last.number if one.last else 0
    made = (source.supplier, source.formula) if source else ("", "")
    return one.code, *made, one.since, number, one.reopened, one.version_number


def _decided(change: Change[Scent]) -> list[tuple[Any, ...]]:
    numbers = {one.number for one in change.events if isinstance(one, SourcingDecided)}
    scent = change.aggregate
    return [_decision(scent.code, one) for one in scent.decided if one.number in numbers]


def _decision(scent: str, one: Decision) -> tuple[Any, ...]:
    costs = json.dumps({name: str(cost) for name, cost in one.costs.items()})
    made = (one.kind.value, one.source.supplier, one.source.formula, one.policy, one.survey)
    sums = (costs, one.currency, one.cost, one.saving, one.provisional, one.reverses)
    evidence = json.dumps(dict(one.evidence))
    return scent, one.number, *made, evidence, *sums, one.reason, one.by, one.at
