"""Answers to surveys and their tallies, in sets: never a statement for each answer."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Subquery, Sum

from domain.scents.sourcing.contest import Count
from domain.scents.sourcing.drift import Chosen
from domain.scents.surveys.assignment import Acceptance, Assignment
from domain.scents.surveys.response import Kept
from domain.scents.surveys.tally import tallies, totals
from messaging.sql import Statements
from scents.models import SampleAssignment, Survey, SurveyResponse, SurveyTally
from scents.ports import Recorded, Responses
from scents.repository.acceptance import acceptance_of, counts_of
from scents.repository.fresh import chosen_after

_KNOWN = """SELECT serial, fingerprint FROM scents_surveyresponse
    WHERE survey = %s AND serial = ANY(%s::int[])"""
_ADD = """INSERT INTO scents_surveyresponse (survey, serial, state, audience, given_at, received_at,
    fingerprint, screening, judgements) {rows}"""
_TYPES = "text, int, text, text, timestamptz, timestamptz, text, jsonb, jsonb"
_COUNT = """INSERT INTO scents_surveytally AS t
    (survey, task, sample, outcome, audience, day, count) {rows}
    ON CONFLICT (survey, task, sample, outcome, audience, day)
    DO UPDATE SET count = t.count + excluded.count"""
_DISCOUNT = """UPDATE scents_surveytally t SET count = t.count - r.count
    FROM ({rows}) r(survey, task, sample, outcome, audience, day, count)
    WHERE (t.survey, t.task, t.sample, t.outcome, t.audience, t.day)
        = (r.survey, r.task, r.sample, r.outcome, r.audience, r.day)"""
_CELLS = "text, smallint, text, text, text, date, bigint"
_SUM = """INSERT INTO scents_surveytotal AS t
    (survey, by, task, sample, outcome, place, count) {rows}
    ON CONFLICT (survey, by, task, sample, outcome, place)
    DO UPDATE SET count = t.count + excluded.count"""
_TAKE_OFF = """UPDATE scents_surveytotal t SET count = t.count - r.count
    FROM ({rows}) r(survey, by, task, sample, outcome, place, count)
    WHERE (t.survey, t.by, t.task, t.sample, t.outcome, t.place)
        = (r.survey, r.by, r.task, r.sample, r.outcome, r.place)"""
_TOTALS = "text, text, smallint, text, text, text, bigint"
_ASSIGN = """INSERT INTO scents_sampleassignment (survey, serial, task, sample, propensity,
    assigned_at) {rows} ON CONFLICT (survey, serial, task) DO NOTHING"""
_ASSIGNED = "text, int, smallint, text, float8, timestamptz"
_ENCODER = json.JSONEncoder(separators=(",", ":"))


class StoredResponses(Responses):
    """In PostgreSQL, under the lock of the survey."""

    def fingerprints(self, survey: str, serials: Collection[int]) -> Mapping[int, str]:
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN, [survey, list(serials)])
            return dict(cursor.fetchall())

    def assigned(self, survey: str, serials: Collection[int]) -> Mapping[int, Mapping[int, str]]:
        rows = SampleAssignment.objects.filter(survey=survey, serial__in=serials)
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for serial, task, sample in rows.values_list("serial", "task", "sample"):
            found[serial][task] = sample
        return found

    def add(self, survey: str, kept: Sequence[Kept], now: datetime) -> None:
        statements = Statements()
        statements.add_rows(_ADD, [_row(survey, one, now) for one in kept], types=_TYPES)
        _count(statements, survey, kept, cells=_COUNT, sums=_SUM)
        statements.run()

    def find(self, survey: str, serial: int) -> Recorded | None:
        rows = SurveyResponse.objects.filter(survey=survey, serial=serial)
        row = rows.exclude(state=SurveyResponse.ERASED).first()
        return Recorded(row.audience, row.given_at, row.judgements) if row else None

    def erase(self, survey: str, kept: Kept) -> None:
        """The fingerprint goes as well (the empty one is like no other), and so does the time."""
        statements = Statements()
        _count(statements, survey, [kept], cells=_DISCOUNT, sums=_TAKE_OFF)
        statements.run()
        opened_at = Survey.objects.filter(code=survey).values("opened_at")
        SurveyResponse.objects.filter(survey=survey, serial=kept.serial).update(
            state=SurveyResponse.ERASED, audience="", fingerprint="", screening={}, judgements=[],
            given_at=Subquery(opened_at), received_at=Subquery(opened_at),
        )  # fmt: skip

    def assign(self, survey: str, rows: Sequence[Assignment], now: datetime) -> None:
        """In sorted order: who meets another on a row waits for him, and never in a circle."""
        statements = Statements()
        assigned = [(survey, *row, now) for row in sorted(rows)]
        statements.add_rows(_ASSIGN, assigned, types=_ASSIGNED)
        statements.run()

    def counts(self, survey: str, task: int) -> Mapping[tuple[str, str], int]:
        cells = SurveyTally.objects.filter(survey=survey, task=task)
        counted = cells.values_list("sample", "outcome").annotate(n=Sum("count"))
        return {(sample, outcome): n for sample, outcome, n in counted.order_by()}

    def acceptance(self, scent: str) -> Acceptance:
        return acceptance_of(scent)

    def chosen(self, scent: str, *, after: date) -> Sequence[Chosen]:
        return chosen_after(scent, after)

    def judged(self, scent: str) -> Sequence[Count]:
        return counts_of(scent)


def _row(survey: str, one: Kept, now: datetime) -> tuple[Any, ...]:
    state = SurveyResponse.OUT if one.screened_out else SurveyResponse.KEPT
    judgements = _ENCODER.encode([judged.kept for judged in one.judged])
    screening = _ENCODER.encode(one.screening or {})
    told = (one.given_at, now, one.fingerprint, screening, judgements)
    return survey, one.serial, state, one.group, *told


def _count(
    statements: Statements, survey: str, kept: Sequence[Kept], *, cells: str, sums: str
) -> None:
    """In sorted order, as everybody counts them."""
    counted = tallies(kept)
    rows = [(survey, *cell, count) for cell, count in sorted(counted.items())]
    statements.add_rows(cells, rows, types=_CELLS)
    summed = [(survey, *total, count) for total, count in sorted(totals(counted).items())]
    statements.add_rows(sums, summed, types=_TOTALS)
