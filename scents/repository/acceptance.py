"""How often the variants of a scent were accepted, over all surveys of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet, Sum

from domain.scents.sourcing.contest import ACCEPTANCE, Count
from domain.scents.surveys.assignment import Acceptance
from domain.scents.surveys.survey import State
from scents.models import SourcingDecision, Survey, SurveyTally
from scents.repository.surveys import survey_of

_Key = tuple[str, int, str]
"""Survey, task and code."""


def acceptance_of(scent: str) -> Acceptance:
    """Since the day that contests count from, added up by the database: this is asked for each
    participant."""
    told = SourcingDecision.objects.filter(scent=scent, evidence__method=ACCEPTANCE)
    since = told.order_by("-number").values_list("evidence__since", flat=True).first()
    variants = {key: variant for key, (variant, _) in _variants(scent).items()}
    found = dict.fromkeys(variants.values(), (0, 0))
    for survey, task, sample, outcome, count in _cells(variants, "outcome", since=since):
        if variant := variants.get((survey, task, sample)):
            accepted, judged = found[variant]
            found[variant] = (accepted + count * (outcome == "yes"), judged + count)
    return found


def counts_of(scent: str) -> list[Count]:
    """By survey and day, in order."""
    variants = _variants(scent)
    counts = []
    for survey, task, sample, day, outcome, count in _cells(variants, "day", "outcome"):
        if known := variants.get((survey, task, sample)):
            variant, is_over = known
            accepted = count * (outcome == "yes")
            counts.append(Count(survey, is_over, variant, day, accepted, count))
    return sorted(counts)


def _variants(scent: str) -> dict[_Key, tuple[str, bool]]:
    """The variant behind each code, and whether its survey is over."""
    surveys = Survey.objects.filter(scents__contains=[scent], seal__isnull=False)
    return {
        (survey.code, number, code): (sample.candidate.formula, survey.state is not State.OPEN)
        for survey in map(survey_of, surveys)
        for number, task in enumerate(survey.plan.tasks, 1)
        if task.is_adaptive and task.scent == scent
        for sample in survey.task(number)[1]
        for code in sample.codes
    }


def _cells(
    variants: Mapping[_Key, Any], *by: str, since: str | None = None
) -> QuerySet[SurveyTally, tuple[Any, ...]]:
    cells = SurveyTally.objects.filter(survey__in={code for code, *_ in variants})
    cells = cells.filter(day__gt=since) if since else cells
    counted = cells.values_list("survey", "task", "sample", *by)
    return counted.annotate(n=Sum("count")).order_by()
