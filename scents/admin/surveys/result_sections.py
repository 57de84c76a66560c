"""The page of results, task by task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from domain.kernel import BadInput
from messaging.admin.looks import grouped
from scents import queries
from scents.admin.pictures.canvas import Look, Picture
from scents.admin.pictures.gallery import pictures_of
from scents.models import SurveyResult
from scents.queries import SurveyResults, TaskOfSurvey


@dataclass(frozen=True)
class Shown:
    """A picture as the page has it; `address`: where it is a file."""

    identity: str
    title: str
    caption: str
    drawing: SafeString
    table: SafeString
    address: str


@dataclass(frozen=True)
class Section:
    """The pictures of a task."""

    title: str
    question: str
    pictures: list[Shown]


def results_context(row: SurveyResult, *, group: str) -> dict[str, Any]:
    """What `admin/survey_results.html` shows. Raises Http404 where there is no such group."""
    found = _results(row, group)
    sections = [_section(row, one, found) for one in found.tasks]
    return {"results": found, "sections": sections}


def picture_of(row: SurveyResult, number: int, name: str, *, group: str) -> Picture | None:
    """One of a task. Raises Http404 where there is no such group."""
    found = _results(row, group)
    tasks = [one for one in found.tasks if one.number == number]
    drawn = [one for task in tasks for one in pictures_of(task.result, _look(found))]
    return next((one for one in drawn if one.name == name), None)


def _results(row: SurveyResult, group: str) -> SurveyResults:
    try:
        return queries.survey_results(row, group=group)
    except BadInput as error:
        raise Http404(str(error)) from error


def _look(found: SurveyResults) -> Look:
    return Look(found.is_over, found.names)


def _section(row: SurveyResult, task: TaskOfSurvey, found: SurveyResults) -> Section:
    title = f"Task {task.number}: {task.scent}, {task.result.method}, n = {grouped(task.result.n)}"
    drawn = pictures_of(task.result, _look(found))
    query = "?" + urlencode({"group": found.group}) if found.group else ""
    return Section(title, task.question, [_shown(row, task.number, one, query) for one in drawn])


def _shown(row: SurveyResult, number: int, one: Picture, query: str) -> Shown:
    identity = f"task-{number}-{one.name}"
    args = [quote(row.pk), number, one.name]
    address = reverse("admin:scents_surveyresult_picture", args=args) + query
    return Shown(identity, one.title, one.caption, one.svg(identity), one.table(), address)
