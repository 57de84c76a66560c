"""Which rows make one decision policy, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.scents.events.sourcing import PolicyRecorded
from domain.scents.sourcing import policy as rules
from domain.scents.sourcing.terms import policy_of, write_terms
from messaging.changes import Change
from messaging.sql import Statements
from scents import models
from scents.ports import AbstractPolicyRepository

_STORE = """INSERT INTO scents_decisionpolicy (code, version, terms, recorded_by, recorded_at,
    version_number) {rows}"""
_TYPES = "text, int, jsonb, text, timestamptz, bigint"


class PolicyRepository(AbstractPolicyRepository):
    """Policies in PostgreSQL; a version is a row that never changes."""

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self._now = now

    def get(self, code: str) -> rules.DecisionPolicy | None:
        rows = models.DecisionPolicy.objects.filter(code=code).order_by("version")
        found = list(rows.select_for_update(no_key=True))
        versions = [policy_of(row.code, row.version, row.terms) for row in found]
        if code == rules.PLAIN.code and rules.PLAIN.version not in (
            one.version for one in versions
        ):
            versions.insert(0, rules.PLAIN)
        number = found[-1].version_number if found else 0
        policy = rules.DecisionPolicy(code, versions, version_number=number) if versions else None
        return self._remember(policy)

    def store(
        self, changes: Sequence[Change[rules.DecisionPolicy]], statements: Statements
    ) -> None:
        rows = [
            self._row(change.aggregate, event)
            for change in changes
            for event in change.events
            if isinstance(event, PolicyRecorded)
        ]
        statements.add_rows(_STORE, rows, types=_TYPES)

    def _row(self, one: rules.DecisionPolicy, event: PolicyRecorded) -> tuple[Any, ...]:
        terms = json.dumps(write_terms(one.versions[event.version - 1]))
        return one.code, event.version, terms, event.by, self._now, one.version_number

    def _add(self, aggregate: rules.DecisionPolicy) -> None:
        """A new one is inserted by `store`."""
