"""Decisions between two suppliers that fresh answers speak against, in PostgreSQL."""

from __future__ import annotations

import pytest

from domain.scents.commands import CloseSurvey, DecideSourcing, RecordResponses, WatchSourcing
from domain.scents.surveys.plan import Candidate, Method
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.models import ScentSource
from scents.queries import scents_to_watch
from scents.tasks import watch_decisions
from tests.surveys import choice, code_of, invitations, plan, stock_suppliers, task
from tests.variants import BREEZE, Days, open_contest, seeded_bus

pytestmark = pytest.mark.django_db


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def company(days: Days) -> MessageBus:
    """SEA-1 decided for the cheap one, by 60 of 100; then a day has passed."""
    stock_suppliers()
    bus = seeded_bus(clock=days)
    ask(bus, "SEA-1", 60)
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    bus.handle(DecideSourcing("SEA-1", 1))
    assert ScentSource.objects.get().supplier == "CHEAP"
    days.pass_by()
    return bus


def ask(bus: MessageBus, code: str, cheap: int, *, policy: str = "PLAIN") -> None:
    """A hundred answers, so many of them for the cheap one."""
    open_contest(bus, code, plan(policy=policy), invited=100)
    low, high = code_of("CHEAP", code), code_of("EXPENSIVE", code)
    tokens = invitations(code, range(1, 101))
    told = [choice(one, low if n < cheap else high, [low, high]) for n, one in enumerate(tokens)]
    bus.handle(RecordResponses(code, told))


def test_fresh_answers_on_the_other_side_reopen_once_their_survey_is_over(
    company: MessageBus,
) -> None:
    ask(company, "SEA-2", 15, policy="")
    assert company.handle(WatchSourcing(BREEZE)) is None
    company.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    drift = company.handle(WatchSourcing(BREEZE))
    assert (drift.survey, drift.evidence["count"], drift.evidence["answers"]) == ("SEA-2", 15, 100)
    assert ScentSource.objects.get().reopened
    assert ScentSource.objects.get().supplier == "CHEAP"
    assert company.handle(WatchSourcing(BREEZE)) is None
    [told] = [one.payload for one in OutboxEvent.objects.filter(type="SourcingReopened")]
    assert "15 of 100 fresh answers" in told["reason"]


@pytest.mark.parametrize("cheap", [60, 35])
def test_the_same_side_or_thin_evidence_reopens_nothing(company: MessageBus, cheap: int) -> None:
    ask(company, "SEA-2", cheap, policy="")
    company.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    assert company.handle(WatchSourcing(BREEZE)) is None


def test_thin_evidence_adds_up_over_surveys(company: MessageBus) -> None:
    for code in ("SEA-2", "SEA-3", "SEA-4"):
        ask(company, code, 28, policy="")
        company.handle(CloseSurvey(code, "enough", "rosa"))
    drift = company.handle(WatchSourcing(BREEZE))
    assert drift.evidence["surveys"] == ["SEA-2", "SEA-3", "SEA-4"]
    assert (drift.evidence["count"], drift.evidence["answers"]) == (84, 300)


def test_what_was_answered_on_the_day_of_the_decision_is_not_fresh(
    company: MessageBus, days: Days
) -> None:
    days.pass_by(-1)
    ask(company, "SEA-2", 15, policy="")
    days.pass_by()
    company.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    assert company.handle(WatchSourcing(BREEZE)) is None


def test_a_survey_with_a_policy_decides_by_itself_and_reopens_nothing(company: MessageBus) -> None:
    ask(company, "SEA-2", 15)
    company.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    assert company.handle(WatchSourcing(BREEZE)) is None
    company.handle(DecideSourcing("SEA-2", 1))
    assert ScentSource.objects.get().supplier == "EXPENSIVE"
    assert company.handle(WatchSourcing(BREEZE)) is None


def test_answers_about_others_say_nothing(company: MessageBus) -> None:
    """Of two formulas, neither of which was compared."""
    candidates = (Candidate("CHEAP", "A@1"), Candidate("EXPENSIVE", "A@1"))
    its_plan = plan(task(method=Method.CHOICE, candidates=candidates), policy="")
    open_contest(company, "SEA-2", its_plan, invited=100)
    low, high = code_of("CHEAP", "SEA-2"), code_of("EXPENSIVE", "SEA-2")
    tokens = invitations("SEA-2", range(1, 101))
    company.handle(RecordResponses("SEA-2", [choice(one, high, [low, high]) for one in tokens]))
    company.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    assert company.handle(WatchSourcing(BREEZE)) is None


def test_the_clock_watches_all_that_stands(company: MessageBus) -> None:
    assert scents_to_watch() == [BREEZE]
    ask(company, "SEA-2", 15, policy="")
    company.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    watch_decisions()
    assert ScentSource.objects.get().reopened
    assert scents_to_watch() == []
