"""Results and answers as rows, one after the other, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.scents.surveys.judgement import FIRST, TIE
from domain.scents.surveys.text import read_plan
from scents import models
from scents.queries.survey_results import names_of

TALLY_COLUMNS = ("task", "method", "code", "group", "day", "outcome", "count")
ANSWER_COLUMNS = ("invitation", "group", "given at", "task", "method", "shown", "judgement")
NAME = "name"
_AT_ONCE = 500

Row = tuple[Any, ...]


def tally_columns(survey: models.Survey) -> tuple[str, ...]:
    return (*TALLY_COLUMNS, NAME) if names_of(survey) else TALLY_COLUMNS


def tally_rows(survey: models.Survey) -> Iterator[Row]:
    """Tidy: a count in each row. `code` is `#2` for whatever stood second; a pair has two codes."""
    methods = [task.method.value for task in read_plan(survey.plan).tasks]
    names = names_of(survey)
    rows = models.SurveyTally.objects.filter(survey=survey, count__gt=0)
    rows = rows.order_by("task", "sample", "outcome", "audience", "day")
    cells = rows.values_list("task", "sample", "audience", "day", "outcome", "count")
    for task, code, *told in cells.iterator(_AT_ONCE):
        row = (task, methods[task - 1], code, *told)
        yield (*row, _named(code.split(), names)) if names else row


def answer_columns(survey: models.Survey) -> tuple[str, ...]:
    return (*ANSWER_COLUMNS, f"{NAME}s") if names_of(survey) else ANSWER_COLUMNS


def answer_rows(survey: models.Survey) -> Iterator[Row]:
    """Each judgement that counts; people are the numbers of their invitations."""
    methods = [task.method.value for task in read_plan(survey.plan).tasks]
    names = names_of(survey)
    kept = models.SurveyResponse.objects.filter(survey=survey, state=models.SurveyResponse.KEPT)
    rows = kept.order_by("serial").values_list("serial", "audience", "given_at", "judgements")
    for serial, group, given_at, judgements in rows.iterator(_AT_ONCE):
        for told in judgements:
            task, shown = told["task"], told["shown"]
            whose: Row = (serial, group, given_at.isoformat())
            row = (*whose, task, methods[task - 1], " ".join(shown), _judgement(told))
            yield (*row, _named(shown, names)) if names else row


def _judgement(told: Mapping[str, Any]) -> str:
    """What was said, on one line."""
    if "accepted" in told:
        return "yes" if told["accepted"] else "no"
    if "chosen" in told:
        return str(told["chosen"] or TIE)
    said = told.get("ratings") or told.get("words") or {}
    return "; ".join(f"{code}: {_said(said[code])}" for code in sorted(said))


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _named(codes: list[str], names: Mapping[str, str]) -> str:
    return "; ".join(names[code] for code in codes if not code.startswith(FIRST) and code in names)
