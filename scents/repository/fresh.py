"""What was answered to surveys since some day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Sum

from domain.scents.sourcing.drift import Chosen
from domain.scents.sourcing.pair import Marks
from domain.scents.surveys.survey import State
from scents.models import Survey, SurveyTally
from scents.repository.surveys import survey_of

_OVER = (State.CLOSED, State.UNBLINDED)


def chosen_after(scent: str, day: date) -> list[Chosen]:
    """In the order in which the surveys were closed; without those that have nothing fresh."""
    rows = Survey.objects.filter(scents__contains=[scent], state__in=_OVER, policy="")
    surveys = [survey_of(row) for row in rows.order_by("closed_at", "code")]
    marks = _marks([survey.code for survey in surveys], day)
    return [
        Chosen(survey.code, survey.task(number)[1], marks[survey.code, number])
        for survey in surveys
        for number, task in enumerate(survey.plan.tasks, 1)
        if task.is_two_way and task.scent == scent and (survey.code, number) in marks
    ]


def _marks(surveys: Collection[str], day: date) -> dict[tuple[str, int], Marks]:
    cells = SurveyTally.objects.filter(survey__in=surveys, day__gt=day)
    counted = cells.values_list("survey", "task", "sample", "outcome").annotate(n=Sum("count"))
    found: dict[tuple[str, int], dict[tuple[str, str], int]] = {}
    for survey, task, sample, outcome, n in counted.order_by():
        found.setdefault((survey, task), {})[sample, outcome] = n
    return {**found}
