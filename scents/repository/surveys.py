"""Which row makes one survey, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from domain.scents.events.surveys import SurveyDrafted
from domain.scents.surveys import survey as rules
from domain.scents.surveys.seal import Seal, Unblinding
from domain.scents.surveys.text import read_plan, read_samples, write_plan, write_samples
from messaging.changes import Change
from messaging.sql import Statements
from scents import models
from scents.ports import AbstractSurveyRepository

_STORE = """INSERT INTO scents_survey (code, title, scents, state, plan, policy, seal, invited,
    taken, screened_out, unblindings, drafted_by, drafted_at, closes_at, version_number) {rows}"""
_NEW_TYPES = (
    "text, text, text[], text, jsonb, text, jsonb, int, jsonb, int, jsonb, text, timestamptz, "
    "timestamptz, bigint"
)
_PLAN = """UPDATE scents_survey s SET title = r.title, scents = r.scents, plan = r.plan,
        closes_at = r.closes_at
    FROM ({rows}) r(code, title, scents, plan, closes_at) WHERE s.code = r.code"""
_CHANGE = """UPDATE scents_survey s SET state = r.state, policy = r.policy, invited = r.invited,
        taken = r.taken, screened_out = r.screened_out, erased = r.erased,
        unblindings = r.unblindings,
        opened_at = r.opened_at, seal = COALESCE(s.seal, r.seal),
        closed_at = COALESCE(s.closed_at, r.closed_at), version_number = r.version_number
    FROM ({rows}) r(code, state, policy, invited, taken, screened_out, erased, unblindings,
        opened_at, seal, closed_at, version_number) WHERE s.code = r.code"""
_CHANGE_TYPES = (
    "text, text, text, int, jsonb, int, int, jsonb, timestamptz, jsonb, timestamptz, bigint"
)


class SurveyRepository(AbstractSurveyRepository):
    """Surveys in PostgreSQL, locked when they are read."""

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self._now = now

    def get(self, code: str) -> rules.Survey | None:
        rows = models.Survey.objects.select_for_update(no_key=True)
        row = rows.filter(code=code).first()
        return self._remember(None if row is None else survey_of(row))

    def read(self, code: str) -> rules.Survey | None:
        row = models.Survey.objects.filter(code=code).first()
        return None if row is None else survey_of(row)

    def reviewed(self, survey: rules.Survey) -> None:
        rows = models.Survey.objects.filter(code=survey.code)
        rows.update(reviewed=survey.version_number)

    def store(self, changes: Sequence[Change[rules.Survey]], statements: Statements) -> None:
        """A plan is written only where it was drafted: answers leave it alone."""
        drafted: dict[bool, list[tuple[Any, ...]]] = {True: [], False: []}
        for change in changes:
            if told := [one for one in change.events if isinstance(one, SurveyDrafted)]:
                row = self._new if change.is_new else self._plan
                drafted[change.is_new].append(row(change.aggregate, told[-1]))
        statements.add_rows(_STORE, drafted[True], types=_NEW_TYPES)
        statements.add_rows(_PLAN, drafted[False], types="text, text, text[], jsonb, timestamptz")
        changed = [self._changed(change.aggregate) for change in changes if not change.is_new]
        statements.add_rows(_CHANGE, changed, types=_CHANGE_TYPES)

    def _new(self, one: rules.Survey, told: SurveyDrafted) -> tuple[Any, ...]:
        code, title, scents, plan, closes_at = self._plan(one, told)
        counts = (one.invited, json.dumps(one.taken), one.screened_out, json.dumps([]))
        return (
            code, title, scents, one.state.value, plan, one.policy, None, *counts, told.by,
            self._now, closes_at, one.version_number,
        )  # fmt: skip

    def _plan(self, one: rules.Survey, told: SurveyDrafted) -> tuple[Any, ...]:
        plan = json.dumps(write_plan(one.plan))
        return one.code, told.title, list(told.scents), plan, one.plan.closes_at

    def _changed(self, one: rules.Survey) -> tuple[Any, ...]:
        over = one.state in (rules.State.CLOSED, rules.State.UNBLINDED)
        return (
            one.code,
            one.state.value,
            one.policy,
            one.invited,
            json.dumps(one.taken),
            one.screened_out,
            one.erased,
            json.dumps([_unblinding(told) for told in one.unblindings]),
            one.seal.opened_at if one.seal else None,
            json.dumps(_seal(one.seal)) if one.seal else None,
            self._now if over else None,
            one.version_number,
        )

    def _add(self, aggregate: rules.Survey) -> None:
        """A new one is inserted by `store`."""


def survey_of(row: models.Survey) -> rules.Survey:
    """As the domain sees it."""
    return rules.Survey(
        row.code,
        read_plan(row.plan),
        state=rules.State(row.state),
        policy=row.policy,
        seal=_read_seal(row.seal) if row.seal else None,
        invited=row.invited,
        taken=row.taken,
        screened_out=row.screened_out,
        erased=row.erased,
        unblindings=[
            Unblinding(**{**told, "at": datetime.fromisoformat(told["at"])})
            for told in row.unblindings
        ],
        version_number=row.version_number,
    )


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "secret": seal.secret.hex(),
        "seed": seal.seed,
        "samples": write_samples(seal.samples),
        "opened_at": seal.opened_at.isoformat(),
    }


def _read_seal(told: dict[str, Any]) -> Seal:
    return Seal(
        bytes.fromhex(told["secret"]),
        told["seed"],
        read_samples(told["samples"]),
        datetime.fromisoformat(told["opened_at"]),
    )


def _unblinding(told: Unblinding) -> dict[str, Any]:
    return {**asdict(told), "at": told.at.isoformat()}
