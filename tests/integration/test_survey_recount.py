"""The tallies of a survey are what its answers say, whatever came in and was taken back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.scents.commands import EraseResponse, RecordResponses, RegisterSupplier
from domain.scents.supply.offer import Grade
from domain.scents.surveys.plan import Candidate, Group, Method, Question
from domain.scents.surveys.presentation import present
from domain.scents.surveys.response import Fate, Response
from messaging.bus import get_bus
from scents import queries
from scents.models import SampleAssignment, Survey, SurveyResponse, SurveyTally, SurveyTotal
from tests.survey_door import judged
from tests.surveys import (
    CHEAP,
    EXPENSIVE,
    choice,
    code_of,
    invitations,
    open_survey,
    plan,
    stock_suppliers,
    stored,
    task,
)
from tests.variants import contest, open_contest, seeded_bus

pytestmark = pytest.mark.django_db
PEOPLE = 24
OF_OLD = timedelta(days=3)
METHODS = (*Method, Method.PAIRED)
PLAN = plan(
    *(contest(2) if method is Method.ACCEPTANCE else task(method=method) for method in Method),
    task(method=Method.PAIRED, candidates=(CHEAP, EXPENSIVE, Candidate("THIRD"))),
    groups=(Group("young", 4), Group("old")),
    questions=(Question("smell", "Can you smell?", ("yes", "no"), ("no",)),),
)
CODES = iter(range(1_000_000))


@pytest.fixture(autouse=True)
def suppliers() -> None:
    stock_suppliers()
    get_bus().handle(RegisterSupplier("THIRD", "Third Oils", Grade.STANDARD))


def opened_long_ago() -> str:
    """A survey of all methods that is open for three days, with an assignment for everybody."""
    code = f"ALL-{next(CODES)}"
    open_contest(seeded_bus(), code, PLAN, invited=PEOPLE)
    seal = Survey.objects.get(pk=code).seal
    seal["opened_at"] = (timezone.now() - OF_OLD).isoformat()
    Survey.objects.filter(pk=code).update(seal=seal)
    number = METHODS.index(Method.ACCEPTANCE) + 1
    _, samples = stored(code).task(number)
    SampleAssignment.objects.bulk_create(
        SampleAssignment(
            survey_id=code,
            serial=serial,
            task=number,
            sample=samples[serial % 2].codes[0],
            propensity=0.5,
            assigned_at=timezone.now(),
        )
        for serial in range(1, PEOPLE + 1)
    )
    return code


def answer(survey: Any, token: str, serial: int, n: int, **more: Any) -> Response:
    """What somebody with this invitation might answer; another for each n."""
    number = METHODS.index(Method.ACCEPTANCE) + 1
    _, samples = survey.task(number)
    shown = present(
        survey.plan.tasks,
        survey.sealed.samples,
        serial=serial,
        seed=survey.sealed.seed,
        assigned={number: samples[serial % 2].codes[0]},
    )
    judgements = [
        judged(method, number, shown[number], n) for number, method in enumerate(METHODS, 1)
    ]
    return Response(token, True, judgements, **more)


@st.composite
def answers(draw: st.DrawFn) -> tuple[int, int, str, str, float]:
    """Whose, which, of what group, screened how, so many days ago."""
    return (
        draw(st.integers(1, PEOPLE)),
        draw(st.integers(0, 30)),
        draw(st.sampled_from(["young", "old"])),
        draw(st.sampled_from(["yes", "yes", "yes", "no"])),
        draw(st.floats(0.0, 2.9)),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    batches=st.lists(st.lists(answers(), min_size=1, max_size=8), min_size=1, max_size=4),
    erased=st.sets(st.integers(1, PEOPLE), max_size=6),
)
def test_tallies_are_equal_to_a_recount(batches: list[list[Any]], erased: set[int]) -> None:
    code = opened_long_ago()
    survey, bus = stored(code), get_bus()
    tokens = invitations(code, range(1, PEOPLE + 1))
    fates: Counter[Fate] = Counter()
    for batch in batches:
        responses = [
            answer(
                survey,
                tokens[serial - 1],
                serial,
                n,
                group=group,
                screening={"smell": smell},
                given_at=timezone.now() - timedelta(days=days),
            )
            for serial, n, group, smell, days in batch
        ]
        fates.update(one.fate for one in bus.handle(RecordResponses(code, responses)))
        assert queries.recount(code) == []
    kept = SurveyResponse.objects.filter(survey=code, state="kept")
    assert kept.count() == fates[Fate.ACCEPTED] == queries.answers_counted(code)
    for serial in set(kept.values_list("serial", flat=True)) & erased:
        bus.handle(EraseResponse(code, tokens[serial - 1]))
    assert queries.recount(code) == []
    assert queries.answers_counted(code) == kept.count()
    left = sum(SurveyTally.objects.filter(survey=code).values_list("count", flat=True))
    assert bool(left) == kept.exists()


@pytest.fixture
def two_answers() -> tuple[str, str]:
    """One for each; the codes of the cheap and of the expensive sample."""
    open_survey()
    cheap, dear = code_of("CHEAP"), code_of("EXPENSIVE")
    one, two, *_ = invitations()
    responses = [choice(one, cheap, [cheap, dear]), choice(two, dear, [cheap, dear])]
    get_bus().handle(RecordResponses("SEA-1", responses))
    return cheap, dear


def test_the_command_says_that_they_are_equal(two_answers: tuple[str, str], capsys: Any) -> None:
    call_command("recount_survey", "SEA-1")
    assert capsys.readouterr().out == "the tallies of SEA-1 are equal to its 2 answers\n"


def test_the_command_names_each_difference_and_fails(
    two_answers: tuple[str, str], capsys: Any
) -> None:
    cheap, dear = two_answers
    SurveyTally.objects.filter(sample=cheap).update(count=5)
    SurveyTally.objects.filter(sample=dear).delete()
    with pytest.raises(CommandError, match="differ in 2 places") as refusal:
        call_command("recount_survey", "SEA-1")
    assert refusal.value.returncode == 1
    told = capsys.readouterr().out
    assert f"task 1, {cheap}: chosen" in told
    assert "tallied 5, counted 1" in told
    assert "tallied 0, counted 1" in told


def test_sums_are_counted_again_as_well(two_answers: tuple[str, str]) -> None:
    cheap, _ = two_answers
    SurveyTotal.objects.filter(sample=cheap).update(count=7)
    found = queries.recount("SEA-1")
    assert [(one.of, one.sample, one.tallied, one.counted) for one in found] == [
        ("day", cheap, 7, 1),
        ("group", cheap, 7, 1),
    ]


def test_of_a_survey_that_is_not_there_nothing_is_counted() -> None:
    with pytest.raises(CommandError, match="there is no survey NONE") as refusal:
        call_command("recount_survey", "NONE")
    assert refusal.value.returncode == 2
