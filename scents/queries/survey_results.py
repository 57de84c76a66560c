"""What the answers to a survey say: read from tallies, summed up in SQL, never from answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from domain.kernel import BadInput
from domain.scents.surveys.judgement import FIRST
from domain.scents.surveys.plan import Method, Plan
from domain.scents.surveys.results.counts import Counts, Gathered, added
from domain.scents.surveys.results.task import TaskResult, task_result
from domain.scents.surveys.results.words import MOST_WORDS
from domain.scents.surveys.samples import codes_of
from domain.scents.surveys.survey import State, SurveyNotOpen
from domain.scents.surveys.text import read_plan, read_samples
from scents import models

_SUMMED = "FROM scents_surveytotal WHERE survey = %(survey)s AND task = ANY(%(tasks)s)"
_BY_GROUP = f"SELECT task, place, sample, outcome, count {_SUMMED} AND by = 'group' AND count > 0"
_BY_DAY = f"SELECT task, place, sample, outcome, count {_SUMMED} AND by = 'day' AND count > 0"
_DAYS_OF_GROUP = f"""SELECT task, day::text, sample, outcome, SUM(count)::bigint
    FROM scents_surveytally WHERE survey = %(survey)s AND task = ANY(%(tasks)s)
    AND audience = %(group)s AND left(sample, 1) <> '{FIRST}'
    GROUP BY 1, 2, 3, 4 HAVING SUM(count) > 0"""
_NOT_WORD_BY_WORD = """SELECT task, place, sample, '', SUM(count)::bigint
    FROM ({counted}) c(task, place, sample, outcome, count) GROUP BY 1, 2, 3"""
_WORDS = f"""WITH told AS (
        SELECT task, sample, outcome, SUM(count)::bigint AS n {_SUMMED} AND by = 'group'
        AND (%(group)s = '' OR place = %(group)s) GROUP BY 1, 2, 3 HAVING SUM(count) > 0),
    placed AS (
        SELECT task, outcome, row_number() OVER (
            PARTITION BY task, sample ORDER BY n DESC, outcome COLLATE "C") AS place FROM told),
    frequent AS (SELECT DISTINCT task, outcome FROM placed WHERE place <= {MOST_WORDS})
    SELECT task, '', sample, COALESCE(frequent.outcome, ''), SUM(n)::bigint
    FROM told LEFT JOIN frequent USING (task, outcome) GROUP BY 1, 3, 4"""


@dataclass(frozen=True)
class TaskOfSurvey:
    """What was asked, and what is known of it; nothing that betrays who made the samples."""

    number: int
    scent: str
    question: str
    result: TaskResult


@dataclass(frozen=True)
class SurveyResults:
    """All of a survey, or of one `group` of its audience. `names`: who stands behind the codes,
    empty unless the survey is unblinded."""

    code: str
    title: str
    state: State
    groups: tuple[str, ...]
    group: str
    tasks: tuple[TaskOfSurvey, ...]
    names: Mapping[str, str]

    @property
    def is_over(self) -> bool:
        return self.state is not State.OPEN


def survey_results(row: models.Survey, *, group: str = "") -> SurveyResults:
    """In a constant number of statements. Raises SurveyNotOpen of a draft, BadInput where the
    survey has no such group."""
    if row.seal is None:
        raise SurveyNotOpen(row.code, State(row.state))
    plan = read_plan(row.plan)
    groups = tuple(one.name for one in plan.groups)
    if group and group not in groups:
        raise BadInput("group", "must be one of the groups of the survey")
    return SurveyResults(
        row.code,
        row.title,
        State(row.state),
        groups,
        group,
        _tasks(row, plan, groups, group),
        names_of(row),
    )


def names_of(row: models.Survey) -> Mapping[str, str]:
    """Who stands behind each code; nobody is told before the survey is closed and unblinded."""
    if row.state != State.UNBLINDED or row.seal is None:
        return {}
    samples = [sample for task in read_samples(row.seal["samples"]) for sample in task]
    return {code: str(sample.candidate) for sample in samples for code in sample.codes}


def _tasks(
    row: models.Survey, plan: Plan, groups: Sequence[str], group: str
) -> tuple[TaskOfSurvey, ...]:
    gathered = _gathered(row.code, plan, group)
    codes = [codes_of(samples) for samples in read_samples((row.seal or {})["samples"])]
    return tuple(
        TaskOfSurvey(
            number,
            task.scent,
            task.question,
            task_result(task.method, _shown(task.method, of_task), gathered[number], groups=groups),
        )
        for number, (task, of_task) in enumerate(zip(plan.tasks, codes, strict=True), 1)
    )


def _shown(method: Method, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Results of a triangle are those of the whole task: its codes mean nothing by themselves."""
    return () if method is Method.TRIANGLE else codes


def _gathered(survey: str, plan: Plan, group: str) -> Mapping[int, Gathered]:
    """The marks of each task. By group they are told of all groups, whichever was asked for."""
    numbers = range(1, len(plan.tasks) + 1)
    wordy = [n for n in numbers if plan.tasks[n - 1].method is Method.WORDS]
    counted = [n for n in numbers if n not in wordy]
    by_days = _DAYS_OF_GROUP if group else _BY_DAY
    by_group, by_day = (_read(one, survey, counted, group) for one in (_BY_GROUP, by_days))
    whole = {n: _total(by_group[n], group) for n in counted}
    if wordy:
        by_group |= _read(_NOT_WORD_BY_WORD.format(counted=_BY_GROUP), survey, wordy, group)
        by_day |= _read(_NOT_WORD_BY_WORD.format(counted=by_days), survey, wordy, group)
        whole |= {n: one.get("", {}) for n, one in _read(_WORDS, survey, wordy, group).items()}
    return {n: Gathered(whole[n], by_group[n], _dated(by_day[n])) for n in numbers}


def _dated(by_day: Mapping[str, Counts]) -> Mapping[date, Counts]:
    return {date.fromisoformat(day): counts for day, counts in by_day.items()}


def _total(by_group: Mapping[str, Counts], group: str) -> Counts:
    return by_group.get(group, {}) if group else added(by_group.values())


def _read(
    statement: str, survey: str, tasks: list[int], group: str
) -> dict[int, dict[str, dict[tuple[str, str], int]]]:
    """Counts by task and place, a group or a day."""
    found: dict[int, Any] = {number: defaultdict(dict) for number in tasks}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"survey": survey, "tasks": tasks, "group": group})
        for task, place, sample, outcome, count in cursor:
            found[task][place][sample, outcome] = count
    return found
