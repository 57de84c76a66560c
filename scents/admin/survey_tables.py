"""How the pages of surveys show them. From opening to unblinding nothing here tells who made a
sample: codes stand sorted, and candidates are those of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.safestring import SafeString

from domain.scents.surveys.plan import Group, Plan, Question, Task
from domain.scents.surveys.survey import State
from domain.scents.surveys.text import read_plan
from messaging.admin.command_admin import Table
from messaging.admin.looks import badge, grouped
from scents.admin.columns import changes
from scents.admin.revised import moment
from scents.admin.variant_evidence import contest_table, is_contest
from scents.models import Survey
from scents.queries.samples import codes_by_task
from scents.queries.sourcing import approved_versions
from scents.repository.contests import contest_in

MOST_READ = 1_000
"""Of the latest events, most of which only say that answers came in."""
_COLOURS = {State.OPEN: "success", State.CLOSED: "warning", State.UNBLINDED: "info"}
_ANSWERS = ("ResponsesRecorded", "ResponseErased")


def state_of(survey: Survey) -> SafeString:
    return badge(survey.state, _COLOURS.get(State(survey.state), ""))


def answers_of(survey: Survey) -> str:
    count, invited = survey.answers, survey.invited
    return f"{grouped(count)} of {grouped(invited)} invited" if invited else grouped(count)


def quotas_of(survey: Survey) -> str:
    """How far each group is that has a quota."""
    told = [
        f"{group['name']} {grouped(survey.taken.get(group['name'], 0))}/{grouped(group['quota'])}"
        for group in survey.plan["groups"]
        if group["quota"] is not None
    ]
    return ", ".join(told) or "-"


def survey_tables(survey: Survey) -> Iterator[Table]:
    plan = read_plan(survey.plan)
    yield tasks_table(survey, plan)
    if plan.groups:
        yield _groups(survey, plan.groups)
    if plan.questions:
        yield _questions(plan.questions)
    if survey.state != State.DRAFT:
        yield _unblindings(survey)
    if survey.state == State.UNBLINDED:
        yield from _contests(survey, plan)
    since = max(survey.version_number - MOST_READ, 0)
    yield changes(f"survey:{survey.pk}", without=_ANSWERS, since=since)


def _contests(survey: Survey, plan: Plan) -> Iterator[Table]:
    """Where the variants stand by now, decided or not: names are told by then."""
    for number in range(1, len(plan.tasks) + 1):
        contest = contest_in(survey.pk, number, approved_versions=approved_versions)
        if contest is not None and is_contest(contest.evidence):
            yield contest_table(f"Task {number}: {contest.why}", contest.evidence)


def tasks_table(survey: Survey, plan: Plan) -> Table:
    """A draft with its candidates; later with the codes of the samples."""
    is_draft = survey.state == State.DRAFT
    samples = [] if is_draft else codes_by_task(survey.pk)
    rows = [
        (number, task.scent, task.method, task.question or None, shown)
        for number, (task, shown) in enumerate(
            zip(
                plan.tasks,
                map(_candidates, plan.tasks) if is_draft else map(", ".join, samples),
                strict=True,
            ),
            1,
        )
    ]
    last = "candidates" if is_draft else "samples"
    return Table("Tasks", ["task", "scent", "method", "question", last], rows)


def _candidates(task: Task) -> str:
    return "; ".join(map(str, task.candidates))


def _groups(survey: Survey, groups: tuple[Group, ...]) -> Table:
    rows = [
        (
            group.name,
            grouped(survey.taken.get(group.name, 0)),
            "as many as come" if group.quota is None else grouped(group.quota),
        )
        for group in groups
    ]
    return Table("Groups", ["group", "answers", "quota"], rows)


def _questions(questions: tuple[Question, ...]) -> Table:
    rows = [
        (one.name, one.text, "; ".join(one.options), "; ".join(one.out) or None)
        for one in questions
    ]
    return Table("Screening", ["name", "question", "answers", "takes no part"], rows)


def _unblindings(survey: Survey) -> Table:
    """Who was told who made the samples."""
    rows = [
        (
            told["by"],
            moment(datetime.fromisoformat(told["at"])),
            told["reason"],
            "yes" if told["open"] else "no",
        )
        for told in survey.unblindings
    ]
    return Table("Unblinded", ["by", "when", "why", "before the last answer"], rows)
