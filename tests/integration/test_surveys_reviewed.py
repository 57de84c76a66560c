"""Surveys that close by themselves, in PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from domain.kernel import DomainError
from domain.scents.commands import AssignSamples, CloseSurvey, RecordResponses, ReviewSurvey
from domain.scents.sourcing.policy import Test
from domain.scents.surveys.plan import Group, Plan
from domain.scents.surveys.survey import State, SurveyNotOpen, UnknownSurvey
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.queries import surveys_to_review
from scents.tasks import review_surveys
from tests.surveys import (
    choice,
    code_of,
    invitations,
    open_survey,
    plan,
    stock_suppliers,
    stored,
    task,
)
from tests.variants import (
    accepting,
    answer,
    assigned,
    contest,
    open_contest,
    seeded_bus,
    stock_policy,
)

NOW = timezone.now()
EARLY: dict[str, Any] = {"policy": "PATIENT", "close_early": True}


def review(bus: MessageBus, code: str = "SEA-1") -> str:
    reason: str = bus.handle(ReviewSurvey(code), actor="clock")
    return reason


def favour(bus: MessageBus, serials: range, supplier: str = "CHEAP", **more: Any) -> None:
    """All of these choose the same supplier."""
    both = [code_of("CHEAP"), code_of("EXPENSIVE")]
    told = [choice(one, code_of(supplier), both, **more) for one in invitations(serials=serials)]
    bus.handle(RecordResponses("SEA-1", told))


def stock_early(its_plan: Plan, test: Test = Test.SEQUENTIAL, *, least: int = 30) -> MessageBus:
    bus = seeded_bus()
    stock_suppliers()
    stock_policy(bus, "PATIENT", test=test, least=least)
    open_contest(bus, its_plan=replace(its_plan, **EARLY))
    return bus


@pytest.mark.django_db
def test_it_closes_when_its_time_has_come() -> None:
    moments = [NOW]
    bus = seeded_bus(clock=lambda: moments[-1])
    end = NOW + timedelta(hours=1)
    open_contest(bus, its_plan=plan(contest(), closes_at=end))
    assert review(bus) == ""
    assert surveys_to_review(end - timedelta(seconds=1)) == []
    assert surveys_to_review(end) == ["SEA-1"]
    tokens = invitations(serials=[1])
    assert bus.handle(AssignSamples("SEA-1", tokens))[0]
    moments.append(end)
    for late in (
        AssignSamples("SEA-1", tokens),
        RecordResponses("SEA-1", [accepting(tokens[0], "100", accepted=True)]),
    ):
        with pytest.raises(SurveyNotOpen):
            bus.handle(late)
    assert review(bus) == "its time has come"
    assert surveys_to_review(end) == []
    told = OutboxEvent.objects.filter(type="SurveyClosed").get()
    assert (told.payload["by"], told.payload["reason"]) == ("clock", "its time has come")


@pytest.mark.django_db
def test_it_closes_when_all_groups_are_full() -> None:
    bus = seeded_bus()
    stock_suppliers()
    open_survey(its_plan=plan(groups=(Group("men", 2), Group("women", 2))))
    favour(bus, range(1, 4), group="men")
    favour(bus, range(4, 5), group="women")
    assert review(bus) == ""
    favour(bus, range(5, 6), group="women")
    assert review(bus) == "all groups are full"


@pytest.mark.django_db
def test_a_group_without_a_quota_is_never_full() -> None:
    bus = seeded_bus()
    stock_suppliers()
    open_survey(its_plan=plan(groups=(Group("men", 1), Group("women"))))
    favour(bus, range(1, 2), group="men")
    favour(bus, range(2, 9), group="women")
    assert review(bus) == ""


@pytest.mark.django_db
def test_it_closes_when_the_evidence_suffices() -> None:
    bus = stock_early(plan())
    favour(bus, range(1, 21))
    assert review(bus) == ""
    favour(bus, range(21, 31))
    assert review(bus) == "the evidence suffices"
    assert stored().state is State.CLOSED


@pytest.mark.django_db
def test_evidence_on_the_line_never_suffices() -> None:
    bus = stock_early(plan())
    favour(bus, range(1, 41))
    favour(bus, range(41, 101), "EXPENSIVE")
    assert review(bus) == ""


@pytest.mark.django_db
def test_every_task_that_decides_must_be_decided() -> None:
    """The choice is clear after thirty; the contest is not."""
    bus = stock_early(plan(task(), contest()))
    codes = [code_of("CHEAP"), code_of("EXPENSIVE")]
    yes = {one.codes[0]: one.candidate.formula == "BREEZE@2" for one in stored().task(2)[1]}

    def answered(serials: range, *, best: bool) -> None:
        shown = assigned(bus, serials, number=2)
        told = []
        for token, sample in zip(invitations(serials=serials), shown, strict=True):
            one = choice(token, codes[0], codes)
            accepted = yes[sample] if best else True
            both = (*one.judgements, {"task": 2, "shown": [sample], "accepted": accepted})
            told.append(replace(one, judgements=both))
        bus.handle(RecordResponses("SEA-1", told))

    answered(range(1, 41), best=False)
    assert review(bus) == ""
    answered(range(41, 401), best=True)
    assert review(bus) == "the evidence suffices"


@pytest.mark.django_db
@pytest.mark.parametrize("test", [Test.POINT, Test.INTERVAL])
def test_only_sequential_policies_may_be_asked_again_and_again(test: Test) -> None:
    bus = stock_early(plan(), test, least=1)
    favour(bus, range(1, 101))
    assert review(bus) == ""


@pytest.mark.django_db
def test_what_decides_nothing_does_not_close_early() -> None:
    words = task(method=contest().method.WORDS)
    bus = stock_early(plan(words))
    assert review(bus) == ""


@pytest.mark.django_db
def test_only_news_is_looked_at() -> None:
    bus = stock_early(plan())
    assert surveys_to_review(NOW) == ["SEA-1"]
    review(bus)
    assert surveys_to_review(NOW) == []
    favour(bus, range(1, 2))
    assert surveys_to_review(NOW) == ["SEA-1"]
    open_contest(bus, "SEA-2")
    assert surveys_to_review(NOW) == ["SEA-1"]


@pytest.mark.django_db
def test_the_clock_goes_round_with_one_query_where_nothing_is_new(
    django_assert_num_queries: Any,
) -> None:
    bus = stock_early(plan())
    favour(bus, range(1, 41))
    review_surveys()
    assert stored().state is State.CLOSED
    with django_assert_num_queries(1):
        review_surveys()


@pytest.mark.django_db
def test_what_a_person_closed_is_left_alone() -> None:
    bus = stock_early(plan())
    favour(bus, range(1, 41))
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    assert review(bus) == ""
    assert OutboxEvent.objects.filter(type="SurveyClosed").count() == 1
    with pytest.raises(UnknownSurvey):
        review(bus, "SEA-9")


@pytest.mark.django_db(transaction=True)
def test_clocks_and_people_close_once() -> None:
    end = timezone.now() + timedelta(days=1)
    late: datetime = end + timedelta(seconds=1)
    buses = [seeded_bus(seed, clock=lambda: late) for seed in range(4)]
    early = seeded_bus()
    codes = [f"SEA-{n}" for n in range(10)]
    for code in codes:
        open_contest(early, code, plan(contest(), closes_at=end), invited=1)
    start = Barrier(4)

    def close(n: int) -> int:
        closed = 0
        try:
            for code in codes:
                start.wait(timeout=10)
                command = CloseSurvey(code, "enough", "rosa") if n == 0 else ReviewSurvey(code)
                try:
                    answer = buses[n].handle(command)
                except DomainError:
                    continue
                closed += n == 0 or bool(answer)
            return closed
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(close, range(4))) == len(codes)
    assert OutboxEvent.objects.filter(type="SurveyClosed").count() == len(codes)
    assert OutboxEvent.objects.filter(type="EvidenceGathered").count() == len(codes)


@pytest.mark.django_db
def test_other_open_surveys_of_the_scent_close_nothing() -> None:
    """Their answers are not among those that the decision could rest on."""
    bus = stock_early(plan(contest()), least=1)
    best = next(one.codes[0] for one in stored().task(1)[1] if one.candidate.formula == "BREEZE@2")
    answer(bus, range(1, 201), lambda code: code == best)
    open_contest(bus, "SEA-2", replace(plan(contest()), **EARLY))
    assert review(bus, "SEA-2") == ""
    assert review(bus, "SEA-1") == "the evidence suffices"
    assert review(bus, "SEA-2") == "the evidence suffices"
