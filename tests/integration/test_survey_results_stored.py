"""Results that are read from tallies in PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from domain.kernel import BadInput
from domain.scents.commands import CloseSurvey, EraseResponse, UnblindSurvey
from domain.scents.surveys.judgement import Judged, Mark, judge
from domain.scents.surveys.plan import Method
from domain.scents.surveys.response import Kept
from domain.scents.surveys.results.counts import Row, gather
from domain.scents.surveys.results.task import TaskResult, task_result
from domain.scents.surveys.samples import codes_of
from domain.scents.surveys.survey import SurveyNotOpen
from domain.scents.surveys.tally import Cell, Total, totals
from messaging.bus import get_bus
from scents import queries
from scents.models import Survey, SurveyResponse, SurveyTally, SurveyTotal
from scents.repository.responses import StoredResponses
from tests.survey_answers import GROUPS, answer, open_every_method
from tests.surveys import stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def survey() -> None:
    open_every_method()


def row() -> Survey:
    return Survey.objects.get(pk="SEA-1")


def found(group: str = "") -> list[TaskResult]:
    return [task.result for task in queries.survey_results(row(), group=group).tasks]


def recounted(group: str = "") -> list[TaskResult]:
    """From the answers themselves, one by one."""
    its = stored()
    rows: dict[int, list[Row]] = defaultdict(list)
    kept = SurveyResponse.objects.filter(state=SurveyResponse.KEPT)
    for one in kept:
        for raw in one.judgements:
            number = raw["task"]
            for mark in judge(number, *its.task(number), raw).marks:
                rows[number].append(Row(*mark, one.audience, one.given_at.date(), 1))
    return [_result(its, number, rows[number], group) for number in range(1, 7)]


def _result(its: Any, number: int, rows: list[Row], group: str) -> TaskResult:
    asked, samples = its.task(number)
    codes = () if asked.method is Method.TRIANGLE else codes_of(samples)
    whole, groups = gather(rows), gather(rows).by_group
    if group:
        whole = gather([one for one in rows if one.group == group])
    told = type(whole)(whole.total, groups, whole.by_day)
    return task_result(asked.method, codes, told, groups=GROUPS)


@pytest.mark.parametrize("group", ["", "women", "children"])
def test_tallies_say_what_the_answers_say(group: str) -> None:
    told = answer(60)
    get_bus().handle(EraseResponse("SEA-1", told[7].invitation))
    assert found(group) == recounted(group)


def test_words_beyond_the_most_frequent_are_summed_up_alike() -> None:
    its = stored()
    codes = codes_of(its.task(5)[1])
    said = [Mark(codes[n % 2], f"wörd {n // 2 % (20 + n % 29)}") for n in range(600)]
    kept = Kept(1, "men", timezone.now(), "", (Judged(5, {}, tuple(said)),))
    StoredResponses().add("SEA-1", [kept], timezone.now())
    rows = [Row(*mark, "men", kept.given_at.date(), 1) for mark in said]
    assert len({mark.outcome for mark in said}) > 30
    assert found()[4] == task_result(Method.WORDS, codes, gather(rows), groups=GROUPS)


def test_totals_are_what_the_tallies_add_up_to() -> None:
    told = answer(60)
    for one in told[::7]:
        get_bus().handle(EraseResponse("SEA-1", one.invitation))
    names = ("task", "sample", "outcome", "audience", "day")
    cells = {Cell(*cell): n for *cell, n in SurveyTally.objects.values_list(*names, "count")}
    names = ("by", "task", "sample", "outcome", "place")
    summed = {Total(*cell): n for *cell, n in SurveyTotal.objects.values_list(*names, "count")}
    assert summed == totals(cells)
    assert sum(cells.values()) > 0


def test_a_survey_without_answers_has_results_that_say_nothing() -> None:
    assert [one.n for one in found()] == [0] * 6
    assert found() == recounted()


def test_however_many_answers_there_are_the_statements_are_five() -> None:
    def statements() -> int:
        survey = row()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.survey_results(survey)
        return len(asked)

    before = statements()
    answer(40)
    assert before == statements() == 5


def test_a_draft_has_no_results_and_a_group_that_there_is_not_none() -> None:
    with pytest.raises(BadInput):
        queries.survey_results(row(), group="dogs")
    draft = Survey(code="DRAFT", state="draft", plan=row().plan)
    with pytest.raises(SurveyNotOpen):
        queries.survey_results(draft)


def test_names_are_told_once_the_survey_is_closed_and_unblinded() -> None:
    bus = get_bus()
    bus.handle(UnblindSurvey("SEA-1", "a spill", "rosa"))
    assert queries.names_of(row()) == {}
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    assert queries.names_of(row()) == {}
    bus.handle(UnblindSurvey("SEA-1", "to decide", "rosa"))
    names = queries.names_of(row())
    samples = [sample for task in stored().sealed.samples for sample in task]
    assert names == {code: str(one.candidate) for one in samples for code in one.codes}
