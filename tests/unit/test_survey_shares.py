"""Shares with their intervals, many at a time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.statistics.sequential import confidence_sequence, log_evidence
from domain.scents.statistics.share import quantile, wilson
from domain.scents.surveys.results.position import positions
from domain.scents.surveys.results.share import shares

COUNTED = st.integers(0, 1_000_000).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n)),
)


def test_intervals_of_a_share_are_those_of_the_textbook() -> None:
    """R's binom.wilson: 18 of 20, 4 of 20."""
    nine_of_ten, one_of_five = shares([(18, 20), (4, 20)])
    assert nine_of_ten.at_end == pytest.approx((0.698966, 0.972134), abs=1e-6)
    assert one_of_five.at_end == pytest.approx((0.080658, 0.416017), abs=1e-6)
    assert nine_of_ten.value == 0.9


@given(st.lists(COUNTED, max_size=5), st.sampled_from([0.01, 0.05, 0.2]))
@settings(max_examples=60, deadline=None)
def test_many_intervals_at_once_are_those_of_each(
    counted: list[tuple[int, int]], alpha: float
) -> None:
    found = shares(counted, alpha=alpha)
    assert len(found) == len(counted)
    for (k, n), share in zip(counted, found, strict=True):
        assert share.anytime == pytest.approx(confidence_sequence(k, n, alpha=alpha), abs=1e-7)
        assert share.at_end == pytest.approx(wilson(k, n, z=quantile(alpha)), abs=1e-12)


@given(COUNTED)
@settings(max_examples=60, deadline=None)
def test_what_always_holds_is_wider_than_what_holds_at_the_end(counted: tuple[int, int]) -> None:
    [share] = shares([counted])
    low, high = share.anytime
    assert 0 <= low <= high <= 1
    if share.n:
        assert low <= share.value <= high
        assert high - low >= share.at_end[1] - share.at_end[0] - 1e-12
    for end in (low, high):
        if 0 < end < 1:
            evidence = log_evidence(*counted, threshold=end)
            assert evidence == pytest.approx(2.995732, abs=1e-3)


def test_of_no_answers_there_is_no_share() -> None:
    [share] = shares([(0, 0)])
    assert share.value is None
    assert share.at_end == share.anytime == (0.0, 1.0)


@pytest.mark.parametrize("counted", [(2, 1), (-1, 1), (0, -1)])
def test_what_is_no_count_is_refused(counted: tuple[int, int]) -> None:
    with pytest.raises(BadInput):
        shares([counted])


def test_an_effect_of_the_order_is_told_by_chi_square() -> None:
    """60 and 40 of 100: (10^2 + 10^2) / 50 = 4, p = 0.0455 (tables: 3.841 at 0.05, one degree)."""
    found = positions([60, 40])
    assert found.p_value == pytest.approx(0.0455, abs=1e-4)
    assert found.n == 100
    assert positions([50, 50]).p_value == 1


@pytest.mark.parametrize("counts", [[0, 0], [5, 4], [14, 0, 0]])
def test_too_few_answers_say_nothing_of_the_order(counts: list[int]) -> None:
    assert positions(counts).p_value is None
