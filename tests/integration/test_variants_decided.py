"""From a contest of variants to the formula of a scent, in PostgreSQL."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from domain.scents.commands import (
    CloseSurvey,
    DecideVariant,
    OverruleSourcing,
    WatchSourcing,
)
from domain.scents.sourcing.scent import UnknownScent
from domain.scents.surveys.plan import Candidate
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.handlers.sourcing import NothingToDecide, SurveyNotOver
from scents.models import SampleAssignment, ScentSource, SourcingDecision
from scents.queries import approved_versions
from scents.repository.contests import contest_in
from tests.contest_desk import CLEAR, approve_breezes, ask, close, formula_of, people
from tests.surveys import plan
from tests.variants import (
    BREEZE,
    Days,
    answer,
    contest,
    open_contest,
    seeded_bus,
    stock_policy,
    variants,
)

TURNED = {"BREEZE@1": 0.95, "BREEZE@2": 0.1, "BREEZE@3": 0.1}
RATES = (0.4, 0.45, 0.5, 0.8, 0.5, 0.45, 0.4, 0.3)
EIGHT = {f"BREEZE@{n}": rate for n, rate in enumerate(RATES, 1)}


def told(kind: str) -> list[dict[str, Any]]:
    return [one.payload for one in OutboxEvent.objects.filter(type=kind).order_by("recorded_at")]


@pytest.mark.django_db
def test_eight_variants_are_zeroed_in_on_through_the_handlers() -> None:
    """400 answers in batches of 40: the best leads, each keeps its floor, every chance is noted."""
    bus = seeded_bus(5)
    ask(bus, rates=EIGHT, answers=400)
    rows = SampleAssignment.objects.values_list("serial", "sample", "propensity")
    behind = formula_of("SEA-1")
    shown = Counter(behind[sample] for _, sample, _ in rows)
    assert sum(shown.values()) == 400
    assert shown.most_common(1)[0][0] == "BREEZE@4"
    assert min(propensity for *_, propensity in rows) >= 0.02
    for batch in range(10):
        chances = {
            behind[sample]: chance for serial, sample, chance in rows if (serial - 1) // 40 == batch
        }
        assert sum(chances.values()) <= 1 + 1e-9
        assert batch or set(chances.values()) == {0.125}
    won = close(bus)
    assert won.source.formula == "BREEZE@4"
    variants = {one["formula"]: one for one in won.evidence["variants"]}
    assert {name: one["judged"] for name, one in variants.items()} == {
        name: shown[name] for name in EIGHT
    }
    assert max(variants.values(), key=lambda one: one["best"])["formula"] == "BREEZE@4"


@pytest.mark.django_db
def test_the_winner_becomes_the_formula_and_the_one_before_is_told() -> None:
    days = Days()
    bus = seeded_bus(clock=days)
    bus.handle(OverruleSourcing(BREEZE, "", "OLD@1", "to begin with", "rosa"))
    ask(bus)
    won = close(bus)
    assert (won.number, won.kind, won.by, won.reverses) == (2, "variant", "PLAIN@1", True)
    assert won.evidence["reference"] == "SEA-1/1"
    assert ScentSource.objects.get(pk=BREEZE).formula == "BREEZE@2"
    updated = told("ScentUpdated")[-1]
    assert (updated["before"], updated["formula"]) == ("OLD@1", "BREEZE@2")
    assert "decided" in told("SourcingDecided")[-1]["reason"]


@pytest.mark.django_db
def test_evidence_counts_once() -> None:
    bus = seeded_bus()
    ask(bus)
    assert close(bus).number == 1
    assert bus.handle(DecideVariant("SEA-1", 1)) is None
    assert SourcingDecision.objects.count() == 1


@pytest.mark.django_db
def test_thin_evidence_decides_nothing() -> None:
    bus = seeded_bus()
    stock_policy(bus, "PATIENT", least=1_000)
    ask(bus, policy="PATIENT")
    assert close(bus) is None
    assert not ScentSource.objects.exists()


@pytest.mark.django_db
def test_a_page_learns_where_a_contest_stands_once_it_is_over() -> None:
    bus = seeded_bus()
    approve_breezes(bus)
    stock_policy(bus, "PATIENT", least=1_000)
    ask(bus, policy="PATIENT")
    assert contest_in("SEA-1", 1, approved_versions=approved_versions) is None
    close(bus)
    stands = contest_in("SEA-1", 1, approved_versions=approved_versions)
    assert stands is not None
    assert stands.winner is None
    assert "nothing is decided yet" in stands.why
    assert sum(one["judged"] for one in stands.evidence["variants"]) == 120


@pytest.mark.django_db
def test_what_is_no_longer_approved_does_not_win() -> None:
    approved = {"BREEZE@1", "BREEZE@2", "BREEZE@3"}
    bus = seeded_bus(approved_versions=lambda versions: approved & set(versions))
    ask(bus, rates={**CLEAR, "BREEZE@3": 0.6})
    approved.remove("BREEZE@2")
    assert close(bus).source.formula == "BREEZE@3"


@pytest.mark.django_db
def test_surveys_of_a_scent_are_pooled_once_they_are_over() -> None:
    bus = seeded_bus()
    stock_policy(bus, "PATIENT", least=40)
    for code in ("SEA-1", "SEA-2", "SEA-3"):
        ask(bus, code, answers=40, policy="PATIENT")
    assert [close(bus, "SEA-1"), close(bus, "SEA-2")] == [None, None]
    last = close(bus, "SEA-3")
    assert last.source.formula == "BREEZE@2"
    assert last.evidence["surveys"] == ["SEA-1", "SEA-2", "SEA-3"]


@pytest.mark.django_db
def test_the_best_of_those_who_lost_before_does_not_replace_who_won() -> None:
    """A second survey leaves the winner of the first one out."""
    bus = seeded_bus()
    ask(bus)
    assert close(bus).source.formula == "BREEZE@2"
    others = contest(candidates=(*variants(1), Candidate(formula="BREEZE@3")))
    open_contest(bus, "SEA-2", plan(others), invited=100)
    answer(bus, range(1, 101), people({"BREEZE@1": 0.6, "BREEZE@3": 0.1}, "SEA-2"), "SEA-2")
    again = close(bus, "SEA-2")
    assert (again.source.formula, again.reverses) == ("BREEZE@2", False)
    assert [one["formula"] for one in again.evidence["variants"]] == [
        "BREEZE@1", "BREEZE@3", "BREEZE@2"
    ]  # fmt: skip
    assert len(told("ScentUpdated")) == 1


@pytest.mark.django_db
def test_only_closed_contests_with_a_policy_decide() -> None:
    bus = seeded_bus()
    ask(bus, answers=1)
    with pytest.raises(SurveyNotOver):
        bus.handle(DecideVariant("SEA-1", 1))
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    for number in (0, 2):
        with pytest.raises(NothingToDecide):
            bus.handle(DecideVariant("SEA-1", number))
    ask(bus, "SEA-2", answers=1, policy="")
    with pytest.raises(NothingToDecide):
        close(bus, "SEA-2")


@pytest.mark.django_db
def test_where_people_change_only_what_they_say_since_counts() -> None:
    days = Days()
    bus = seeded_bus(clock=days)
    ask(bus, answers=240)
    assert close(bus).source.formula == "BREEZE@2"
    first_day = days.now.date().isoformat()
    days.pass_by()
    ask(bus, "SEA-2", TURNED, answers=200)
    turned = close(bus, "SEA-2")
    assert turned.source.formula == "BREEZE@1"
    assert turned.evidence["since"] == first_day
    assert turned.evidence["surveys"] == ["SEA-2"]
    assert [one["survey"] for one in told("SourcingReopened")] == ["SEA-2"]
    assert told("ScentUpdated")[-1]["before"] == "BREEZE@2"
    days.pass_by()
    ask(bus, "SEA-3", TURNED, answers=40)
    again = close(bus, "SEA-3")
    assert (again.source.formula, again.reverses) == ("BREEZE@1", False)
    assert (again.evidence["since"], again.evidence["surveys"]) == (first_day, ["SEA-2", "SEA-3"])
    assert not ScentSource.objects.get().reopened


@pytest.mark.django_db
def test_a_survey_that_decides_nothing_reopens_what_it_speaks_against() -> None:
    days = Days()
    bus = seeded_bus(clock=days)
    ask(bus)
    close(bus)
    days.pass_by()
    ask(bus, "SEA-2", TURNED, policy="")
    assert bus.handle(WatchSourcing(BREEZE)) is None
    bus.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    drift = bus.handle(WatchSourcing(BREEZE))
    assert (drift.survey, drift.evidence["surveys"]) == ("SEA-2", ["SEA-2"])
    assert ScentSource.objects.get().reopened
    assert ScentSource.objects.get().formula == "BREEZE@2"
    assert bus.handle(WatchSourcing(BREEZE)) is None
    [reopened] = told("SourcingReopened")
    assert reopened["evidence"]["decision"] == 1


@pytest.mark.django_db
def test_more_of_the_same_reopens_nothing() -> None:
    days = Days()
    bus = seeded_bus(clock=days)
    ask(bus)
    close(bus)
    days.pass_by()
    ask(bus, "SEA-2", policy="")
    bus.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    assert bus.handle(WatchSourcing(BREEZE)) is None
    with pytest.raises(UnknownScent):
        bus.handle(WatchSourcing("JUNGLE"))


@pytest.mark.django_db
def test_what_a_person_decided_is_not_reopened_by_answers() -> None:
    days = Days()
    bus = seeded_bus(clock=days)
    ask(bus)
    close(bus)
    bus.handle(OverruleSourcing(BREEZE, "", "BREEZE@3", "the director wants it", "rosa"))
    days.pass_by()
    ask(bus, "SEA-2", TURNED, policy="")
    bus.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    assert bus.handle(WatchSourcing(BREEZE)) is None


@pytest.mark.django_db(transaction=True)
def test_a_contest_that_closes_decides_without_anybodys_doing(bus: MessageBus) -> None:
    approve_breezes(bus)
    ask(bus)
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    [row] = SourcingDecision.objects.all()
    assert (row.formula, row.kind, row.decided_by) == ("BREEZE@2", "variant", "PLAIN@1")
