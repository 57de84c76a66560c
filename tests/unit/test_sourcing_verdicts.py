"""The rule that decides between a cheap and an expensive scent."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.sourcing.evidence import Evidence, NoEvidence
from domain.scents.sourcing.policy import PLAIN, Policy, Test, Undecided
from domain.scents.sourcing.weighing import Choice, Verdict, weigh

CAREFUL = replace(PLAIN, code="CAREFUL", test=Test.SEQUENTIAL, undecided=Undecided.KEEP)
INTERVAL = replace(PLAIN, code="INTERVAL", test=Test.INTERVAL, undecided=Undecided.EXPENSIVE)


def counted(count: int, answers: int) -> Evidence:
    return Evidence.counted(count, answers, source={"source": "survey", "reference": "SEA-1/1"})


def reported(per_cent: str) -> Evidence:
    return Evidence.reported(Fraction(Decimal(per_cent)) / 100, source={})


def verdict(policy: Policy, count: int, answers: int, *, is_bought: bool = False) -> Verdict:
    return weigh(policy, counted(count, answers), is_bought=is_bought)


@pytest.mark.parametrize(
    ("count", "answers", "choice"),
    [
        (40, 100, Choice.CHEAP),
        (39, 100, Choice.EXPENSIVE),
        (2, 5, Choice.CHEAP),
        (1, 3, Choice.EXPENSIVE),
        (399_999, 1_000_000, Choice.EXPENSIVE),  # 40.0 % where somebody rounds
        (400_000, 1_000_000, Choice.CHEAP),
        (0, 1, Choice.EXPENSIVE),
        (1, 1, Choice.CHEAP),
    ],
)
def test_exactly_forty_per_cent_is_enough_and_nothing_is_rounded(
    count: int, answers: int, choice: Choice
):
    assert verdict(PLAIN, count, answers).choice is choice


def test_a_reason_never_rounds_a_share_up_to_the_line():
    """40 % or more is asked for: "40 %, not reached" would be nonsense."""
    found = weigh(PLAIN, counted(3_999_999, 10_000_000), is_bought=False)
    assert "39.99999 %, were for the cheap one; the rule asks for 40 % or more: not" in found.why


def test_where_equality_does_not_count_more_is_asked_for():
    exclusive = replace(PLAIN, inclusive=False)
    assert verdict(exclusive, 40, 100).choice is Choice.EXPENSIVE
    assert verdict(exclusive, 41, 100).choice is Choice.CHEAP


def test_a_threshold_between_whole_per_cents_is_kept_exactly():
    fine = replace(PLAIN, threshold=Decimal("37.5"))
    assert verdict(fine, 3, 8).choice is Choice.CHEAP
    assert verdict(fine, 374, 1_000).choice is Choice.EXPENSIVE
    assert verdict(fine, 375, 1_000).choice is Choice.CHEAP


@pytest.mark.parametrize(
    ("count", "low", "high", "choice"),
    [
        (60, 0.5020, 0.6906, Choice.CHEAP),
        (65, 0.5525, 0.7364, Choice.CHEAP),
        (30, 0.2189, 0.3958, Choice.EXPENSIVE),
        (50, 0.4038, 0.5962, Choice.CHEAP),
        (51, 0.4135, 0.6058, Choice.CHEAP),
    ],
)
def test_with_a_hundred_answers_the_whole_table_of_the_company_is_decided(
    count: int, low: float, high: float, choice: Choice
):
    """Intervals of research/scents_analytics.md, section 2.1."""
    found = verdict(PLAIN, count, 100)
    assert (found.choice, found.provisional) == (choice, False)
    assert found.numbers["wilson"] == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize(
    ("count", "posterior"), [(35, 0.1598), (40, 0.5108), (44, 0.7980), (50, 0.9791)]
)
def test_the_chance_that_the_share_reaches_the_threshold_is_told(count: int, posterior: float):
    """Section 2.1 of the same."""
    assert verdict(PLAIN, count, 100).numbers["posterior"] == pytest.approx(posterior, abs=5e-5)


def test_near_the_line_the_plain_rule_answers_and_says_that_it_is_provisional():
    found = verdict(PLAIN, 44, 100, is_bought=True)
    assert (found.choice, found.provisional) == (Choice.CHEAP, True)
    assert "44 of 100 answers, 44 %" in found.why
    assert "holds the threshold" in found.why


def test_fewer_answers_than_the_policy_asks_for_decide_nothing():
    strict = replace(PLAIN, least=101)
    assert verdict(strict, 90, 100).provisional
    assert not verdict(strict, 90, 101).provisional
    assert "100 answers are fewer than the 101" in verdict(strict, 90, 100).why


def test_by_the_interval_nothing_is_decided_before_it_leaves_the_line():
    assert verdict(INTERVAL, 44, 100).choice is Choice.EXPENSIVE
    assert verdict(INTERVAL, 44, 100).provisional
    decided = verdict(INTERVAL, 60, 100)
    assert (decided.choice, decided.provisional) == (Choice.CHEAP, False)


def test_the_sequential_test_asks_for_more_than_one_look_at_an_interval():
    """B(51, 51) / (0.4^50 0.6^50) is 0.96 only, though the interval excludes 40 %."""
    assert not verdict(PLAIN, 50, 100).provisional
    assert verdict(CAREFUL, 50, 100).provisional
    assert not verdict(CAREFUL, 60, 100).provisional
    assert verdict(CAREFUL, 20, 100).choice is Choice.EXPENSIVE
    assert not verdict(CAREFUL, 20, 100).provisional


@pytest.mark.parametrize(
    ("undecided", "is_bought", "choice"),
    [
        (Undecided.PROVISIONAL, True, Choice.CHEAP),
        (Undecided.KEEP, True, Choice.KEEP),
        (Undecided.KEEP, False, Choice.CHEAP),
        (Undecided.EXPENSIVE, True, Choice.EXPENSIVE),
    ],
)
@pytest.mark.parametrize("test", [Test.INTERVAL, Test.SEQUENTIAL])
def test_while_undecided_is_done_what_the_policy_says(
    test: Test, undecided: Undecided, is_bought: bool, choice: Choice
):
    policy = replace(PLAIN, test=test, undecided=undecided)
    found = verdict(policy, 42, 100, is_bought=is_bought)
    assert (found.choice, found.provisional, found.numbers["decided"]) == (choice, True, False)


@pytest.mark.parametrize("policy", [PLAIN, CAREFUL, INTERVAL])
def test_percentages_without_counts_give_the_point_answer_and_stay_provisional(policy: Policy):
    found = weigh(policy, reported("60"), is_bought=True)
    assert (found.choice, found.provisional) == (Choice.CHEAP, True)
    assert found.numbers["wilson"] is found.numbers["log_e"] is None
    assert "no counts" in found.why
    assert weigh(policy, reported("39.9"), is_bought=True).choice is Choice.EXPENSIVE


def test_where_nobody_chose_nothing_is_decided():
    with pytest.raises(NoEvidence, match="SEA-1/1"):
        counted(0, 0)


@pytest.mark.parametrize(("count", "answers"), [(-1, 3), (4, 3), (True, 1)])
def test_what_is_no_count_is_refused(count: int, answers: int):
    with pytest.raises(BadInput):
        counted(count, answers)


@pytest.mark.parametrize("share", [Fraction(-1, 100), Fraction(101, 100)])
def test_what_is_no_share_is_refused(share: Fraction):
    with pytest.raises(BadInput):
        Evidence.reported(share, source={})


thresholds = st.decimals("0.5", "99.5", places=2)
counts = st.integers(1, 3_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, thresholds, st.booleans(), st.sampled_from(Test), st.sampled_from(Undecided))
def test_the_answer_agrees_with_exact_fractions_and_says_when_it_is_provisional(
    counts: tuple[int, int], threshold: Decimal, inclusive: bool, test: Test, undecided: Undecided
):
    count, answers = counts
    policy = replace(
        PLAIN, threshold=threshold, inclusive=inclusive, test=test, undecided=undecided
    )
    found = verdict(policy, count, answers, is_bought=True)
    # Whole numbers: hundredths of a per cent on both sides.
    left, right = count * 10_000, int(threshold * 100) * answers
    point = Choice.CHEAP if left > right or (inclusive and left == right) else Choice.EXPENSIVE
    if test is Test.POINT or not found.provisional:
        assert found.choice is point
    assert found.provisional is (not found.numbers["decided"])
    assert json.loads(json.dumps(found.numbers)) == found.numbers


@given(counts, thresholds)
def test_the_sequential_test_decides_exactly_where_the_line_is_left_by_its_interval(
    counts: tuple[int, int], threshold: Decimal
):
    found = verdict(replace(CAREFUL, threshold=threshold), *counts)
    low, high = found.numbers["anytime"]
    line = float(threshold) / 100
    if min(abs(low - line), abs(high - line)) > 2e-6:  # the numbers are rounded
        assert found.numbers["decided"] is (not low < line < high)
