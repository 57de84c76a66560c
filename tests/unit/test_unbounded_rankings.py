"""Paired comparisons that leave a strength without bounds are flagged, senseless ones refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from domain.kernel import BadInput
from domain.scents.statistics.ranking import rank
from tests.contests import CYCLE, tables


@settings(deadline=None, max_examples=150)
@given(tables())
def test_without_a_top_the_weak_prior_is_flagged_and_with_one_it_is_not(table):
    """Against a linear program: is there a direction in which no answer becomes less likely?"""
    wins, ties = table
    assert rank(wins, ties).regularised == has_recession(wins, ties)


def has_recession(wins, ties):
    """Some direction keeps each outcome that occurred the weightiest of its three, and changes the
    margin of one: the greatest sum of margins, in a box, is above zero."""
    from scipy.optimize import linprog

    n, tied = len(wins), bool(np.any(ties))
    rows = []
    for i in range(n):
        for j in range(n):
            win, loss, tie = np.eye(n + 1)[i], np.eye(n + 1)[j], np.zeros(n + 1)
            tie += (win + loss) / 2 + np.eye(n + 1)[n]
            if i != j and wins[i][j]:
                rows += [win - loss] + [win - tie] * tied
            if i < j and ties[i][j]:
                rows += [tie - win, tie - loss]
    if not rows:
        return True
    margins = np.array(rows)
    bounds = [(-1, 1)] * n + [(-1, 1) if tied else (0, 0)]
    found = linprog(-margins.sum(axis=0), A_ub=-margins, b_ub=np.zeros(len(rows)), bounds=bounds)
    if -found.fun > 1e-7:
        return True
    return np.linalg.matrix_rank(margins[:, : n + tied]) < n - 1 + tied


def test_groups_that_never_met_are_flagged_and_finite():
    found = rank([[0, 3, 0, 0], [2, 0, 0, 0], [0, 0, 0, 8], [0, 0, 1, 0]])
    assert found.regularised
    assert found.log_strengths[0] > found.log_strengths[1]
    assert found.log_strengths[2] > found.log_strengths[3]
    assert all(1 < error < 4 for error in found.standard_errors)


def test_an_item_never_shown_is_in_the_middle_and_wide_open():
    found = rank([[0, 6, 0], [4, 0, 0], [0, 0, 0]])
    assert found.regularised
    assert found.log_strengths[2] == pytest.approx(0.0, abs=1e-9)
    assert found.standard_errors[2] > 2


def test_an_item_that_always_wins_is_flagged_and_first():
    found = rank([[0, 10, 10], [0, 0, 5], [0, 5, 0]])
    assert found.regularised
    assert found.log_strengths[0] > 2
    assert math.isfinite(found.standard_errors[0])


def test_ties_alone_leave_all_alike():
    found = rank([[0] * 3] * 3, [[0, 9, 9], [9, 0, 9], [9, 9, 0]])
    assert found.regularised
    assert found.log_strengths == pytest.approx((0.0, 0.0, 0.0), abs=1e-9)
    assert 1 < found.nu < math.inf


def test_a_table_without_answers_says_nothing():
    found = rank([[0, 0], [0, 0]])
    assert found.regularised
    assert found.log_strengths == (0.0, 0.0)
    assert found.probability_of_beating(0, 1) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("wins", "ties", "reason"),
    [
        ([[0]], None, "wins: between 2 and 60"),
        ([[0] * 61] * 61, None, "wins: between 2 and 60"),
        ([[0, 1], [1]], None, "wins: 2 rows of 2"),
        ([[1, 1], [1, 0]], None, "wins: no item is compared with itself"),
        ([[0, -1], [1, 0]], None, "wins: counts are whole"),
        ([[0, math.nan], [1, 0]], None, "wins: counts are whole"),
        ([[0, 1.5], [1, 0]], None, "wins: counts are whole"),
        ([[0, 10**10], [1, 0]], None, "wins: counts are whole"),
        ([[0, 1], [1, 0]], [[0, 1], [2, 0]], "ties: a tie of i and j"),
        ([[0, 1], [1, 0]], [[0] * 3] * 3, "ties: as many items"),
    ],
)
def test_tables_that_mean_nothing_are_refused(wins, ties, reason):
    with pytest.raises(BadInput, match=reason):
        rank(wins, ties)


@pytest.mark.parametrize("z", [0.0, -1.0, math.nan, math.inf])
def test_a_width_that_is_none_is_refused(z):
    with pytest.raises(BadInput, match="z: a positive number"):
        rank(CYCLE, z=z)


def test_an_item_that_was_not_ranked_beats_nobody():
    with pytest.raises(BadInput, match="there is no item 3"):
        rank(CYCLE).probability_of_beating(0, 3)
