"""Samples of surveys: their codes for everybody, who made them for those who were told, and the
invitations to judge them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max

from domain.kernel import NotFound, Refused
from domain.scents.surveys.invitation import token
from domain.scents.surveys.samples import Samples, codes_of
from domain.scents.surveys.survey import State
from domain.scents.surveys.text import read_samples
from scents.models import Survey, SurveyResponse


class StillBlind(Refused):
    """Who is told who made the samples is written down before."""

    code = "survey-still-blind"

    def __init__(self, survey: str) -> None:
        super().__init__(f"the samples of {survey} are not unblinded for you")


class Labelled(NamedTuple):
    """What stands behind a code; `cost` of a unit, where anybody asked for a price."""

    code: str
    task: int
    scent: str
    supplier: str
    formula: str
    cost: Decimal | None
    currency: str


def is_told(survey: Survey, person: str) -> bool:
    """Whether this person was told who made the samples, or everybody was."""
    told = any(one["by"] == person for one in survey.unblindings)
    return told or survey.state == State.UNBLINDED


def codes_by_task(survey: str) -> list[tuple[str, ...]]:
    """By number; empty before the survey is open."""
    return [codes_of(samples) for samples in _samples(survey)]


def key_of(survey: str, *, person: str) -> list[Labelled]:
    """Who made which sample, by code, for whom it was unblinded. Raises StillBlind, NotFound."""
    row = Survey.objects.filter(pk=survey).defer("seal").first()
    if row is None:
        raise NotFound(f"there is no survey {survey}")
    if not is_told(row, person):
        raise StillBlind(survey)
    rows = [
        Labelled(
            code,
            number,
            row.plan["tasks"][number - 1]["scent"],
            sample.candidate.supplier,
            sample.candidate.formula,
            sample.cost,
            sample.currency,
        )
        for number, samples in enumerate(_samples(survey), 1)
        for sample in samples
        for code in sample.codes
    ]
    return sorted(rows)


def tokens(survey: str, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The invitations from one number to another, made while they are read; none before the
    survey is open."""
    row = Survey.objects.filter(pk=survey, seal__isnull=False).values("seal__secret", "invited")
    found = row.first()
    if found is not None:
        secret = bytes.fromhex(found["seal__secret"])
        for serial in range(max(first, 1), min(last, found["invited"]) + 1):
            yield serial, token(secret, serial)


def unused_invitation(survey: str) -> str:
    """The one after the last that was answered; empty where there is none, or it is not open."""
    used = SurveyResponse.objects.filter(survey=survey).aggregate(last=Max("serial"))["last"] or 0
    is_open = Survey.objects.filter(pk=survey, state=State.OPEN).exists()
    found = tokens(survey, used + 1, used + 1) if is_open else ()
    return next((token for _, token in found), "")


def _samples(survey: str) -> tuple[Samples, ...]:
    rows = Survey.objects.filter(pk=survey, seal__isnull=False)
    return read_samples(rows.values_list("seal__samples", flat=True).first() or [])
