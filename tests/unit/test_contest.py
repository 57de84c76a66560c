"""When a variant has won, and what is told of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.scents.sourcing.contest import Contest, Count, evidence_at, pooled, weigh_variants
from domain.scents.sourcing.policy import PLAIN
from domain.scents.surveys.plan import Candidate
from tests.variants import contest

DAY = date(2026, 11, 2)
ALL = ("BREEZE@1", "BREEZE@2", "BREEZE@3")


def count(
    variant: int, accepted: int, judged: int, survey: str = "A", *, is_over: bool = True
) -> Count:
    return Count(survey, is_over, f"BREEZE@{variant}", DAY, accepted, judged)


CLEAR = [count(1, 40, 100), count(2, 80, 100), count(3, 45, 100)]


def weighed(*counts: Count, approved: tuple[str, ...] = ALL, **terms: object) -> Contest:
    policy = replace(PLAIN, **terms)  # type: ignore[arg-type]
    return weigh_variants(contest(), counts, policy=policy, approved=approved)


def test_the_best_wins_and_all_that_it_rests_on_is_told() -> None:
    found = weighed(*CLEAR, least=100)
    assert found.winner == found.evidence["winner"] == "BREEZE@2"
    told = {one["formula"]: one for one in found.evidence["variants"]}
    assert (told["BREEZE@2"]["accepted"], told["BREEZE@2"]["judged"]) == (80, 100)
    assert told["BREEZE@2"]["best"] == pytest.approx(1, abs=1e-4)
    low, high = told["BREEZE@2"]["anytime"]
    assert low < 0.8 < high
    assert found.evidence["surveys"] == ["A"]
    assert (found.evidence["strategy"], found.evidence["floor"]) == ("top-two", "0.02")
    assert json.loads(json.dumps(found.evidence)) == found.evidence


def test_nothing_is_decided_by_thin_evidence_or_between_equals() -> None:
    assert weighed().winner is None
    assert weighed(*CLEAR, least=101).winner is None
    assert weighed(count(1, 50, 100), count(2, 51, 100)).winner is None
    assert "nothing is decided" in weighed(count(1, 50, 100), count(2, 51, 100)).why


def test_the_confidence_is_the_policys() -> None:
    close = [count(1, 50, 100), count(2, 60, 100), count(3, 1, 10)]
    assert weighed(*close, confidence=Decimal("0.99")).winner is None
    assert weighed(*close, confidence=Decimal("0.9")).winner == "BREEZE@2"


def test_what_is_approved_no_longer_wins_nothing() -> None:
    found = weighed(*CLEAR, count(1, 90, 100), approved=("BREEZE@1", "BREEZE@3"))
    assert found.winner == "BREEZE@1"
    assert found.evidence["withdrawn"] == ["BREEZE@2"]
    assert weighed(*CLEAR, approved=("BREEZE@2",)).winner is None


def test_the_better_of_two_bad_ones_does_not_replace_the_good_one_that_stands() -> None:
    """A survey of the first and the third alone; the second won before."""
    both = replace(contest(), candidates=(Candidate(formula=ALL[0]), Candidate(formula=ALL[2])))
    fresh = [count(1, 60, 100, "B"), count(3, 20, 100, "B")]

    def winner(stands: str, approved: tuple[str, ...] = ALL) -> str | None:
        known = [*CLEAR, *fresh]
        found = weigh_variants(both, known, policy=PLAIN, approved=approved, stands=stands)
        return found.winner

    assert winner("") == "BREEZE@1"
    assert winner("BREEZE@2") == "BREEZE@2"
    assert winner("BREEZE@2", (ALL[0], ALL[2])) == "BREEZE@1"
    assert winner("NEVER-ASKED@1", (*ALL, "NEVER-ASKED@1")) == "BREEZE@1"


def test_surveys_are_pooled_but_open_ones_tell_nothing_of_others() -> None:
    ended, own, other = (
        count(1, 1, 2),
        count(1, 10, 20, "B", is_over=False),
        count(1, 100, 200, "C", is_over=False),
    )
    assert pooled(evidence_at([ended, own, other], survey="B")) == {"BREEZE@1": (11, 22)}
