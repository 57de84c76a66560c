"""Rankings from paired comparisons: published values, the score equations, honest errors."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scents.statistics.davidson import Contests, Unsettled
from domain.scents.statistics.ranking import rank
from tests.contests import (
    CYCLE,
    SOME,
    TIES,
    contests,
    log_likelihood,
    parameters,
    simulated,
    tables,
)


def test_three_items_as_choix_ranks_them():
    """The test of choix 0.4.1, a library for such models, for its function `ilsr_pairwise`."""
    found = rank(CYCLE)
    assert found.log_strengths == pytest.approx((0.419618, -0.419618, 0.0), abs=1e-6)
    assert (found.nu, found.regularised) == (0.0, False)


def test_two_items_are_ranked_by_the_odds():
    """log strengths differ by ln(30 / 10); the variance of a logit is 1 / 30 + 1 / 10."""
    found = rank([[0, 30], [10, 0]])
    assert found.log_strengths[0] - found.log_strengths[1] == pytest.approx(math.log(3))
    assert found.standard_errors == pytest.approx([math.sqrt(1 / 30 + 1 / 10) / 2] * 2)
    assert found.probability_of_beating(0, 1) == pytest.approx(0.75)


def test_two_items_with_ties_fit_their_shares_exactly():
    """Three shares and two parameters that are free: nu is ties / sqrt(wins x losses)."""
    found = rank([[0, 40], [10, 0]], [[0, 30], [30, 0]])
    assert found.nu == pytest.approx(30 / math.sqrt(40 * 10))
    assert found.probability_of_beating(0, 1) == pytest.approx(0.5)
    assert found.probability_of_beating(1, 0) == pytest.approx(0.125)


@settings(deadline=None, max_examples=150)
@given(tables())
def test_the_slope_of_the_likelihood_is_zero_at_the_answer(table):
    """Within a millionth of a standard error, in whichever direction."""
    found = rank(*table)
    there, where = contests(*table, found), parameters(found)
    score = there.score(where)
    assert score @ there.covariance(where) @ score < 1e-12
    assert sum(found.log_strengths) == pytest.approx(0.0, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(tables(), st.randoms(use_true_random=False))
def test_scores_and_information_are_the_derivatives(table, random):
    wins, ties = table
    made = Contests(np.array(wins, float), np.array(ties, float), 0.1)
    at = np.array([random.uniform(-1, 1) for _ in range(made.size)])

    def likelihood(where):
        t = where[: len(wins)]
        return log_likelihood(wins, ties, t, [*where, 0][len(wins)]) - 0.1 / 2 * where @ where

    for k, unit in enumerate(np.eye(made.size) * 1e-4):
        slope = (likelihood(at + unit) - likelihood(at - unit)) / 2e-4
        bend = (made.score(at + unit) - made.score(at - unit)) / 2e-4
        scale = 1 + np.sum(wins) + np.sum(ties)
        assert made.score(at)[k] == pytest.approx(slope, abs=1e-6 * scale)
        assert made.information(at)[k] == pytest.approx(-bend, abs=1e-6 * scale)


def test_what_each_item_won_is_what_it_was_expected_to_win():
    """Davidson's equations: wins plus half of the ties, and the ties as a whole."""
    found = rank(SOME, TIES)
    won, tied = np.zeros(4), 0.0
    for i in range(4):
        for j in range(4):
            games = SOME[i][j] + SOME[j][i] + TIES[i][j]
            win, loss = found.probability_of_beating(i, j), found.probability_of_beating(j, i)
            won[i] += games * (win + (1 - win - loss) / 2) * (i != j)
            tied += games * (1 - win - loss) * (i < j)
    assert won == pytest.approx(np.sum(SOME, axis=1) + np.sum(TIES, axis=1) / 2)
    assert tied == pytest.approx(np.sum(TIES) / 2)


def test_no_other_search_finds_a_greater_likelihood():
    from scipy.optimize import minimize

    def loss(free):
        return -log_likelihood(SOME, TIES, np.append(free[:3], -free[:3].sum()), free[3])

    best = minimize(
        loss, np.zeros(4), method="Nelder-Mead", options={"fatol": 1e-13, "xatol": 1e-9}
    )
    found = rank(SOME, TIES)
    assert found.log_strengths[:3] == pytest.approx(best.x[:3], abs=1e-6)
    assert math.log(found.nu) == pytest.approx(best.x[3], abs=1e-6)


@pytest.mark.parametrize("nu", [0.0, 0.7])
def test_known_strengths_are_recovered(nu):
    strengths = np.linspace(-1.2, 1.2, 9)
    wins, ties = simulated(strengths, nu, games=300, rng=np.random.default_rng(5))
    found = rank(wins, ties if nu else None)
    off = (np.array(found.log_strengths) - strengths) / found.standard_errors
    assert abs(off).max() < 3
    assert max(found.standard_errors) < 0.1
    assert found.nu == pytest.approx(nu, abs=0.1)


@pytest.mark.parametrize("nu", [0.0, 0.5])
def test_nineteen_of_twenty_intervals_hold_the_truth(nu):
    """3,000 of them: 95 % within 3 standard errors of such a share, and what Wald's lack."""
    strengths, rng = np.array([0.9, 0.3, 0.0, -0.2, -1.0]), np.random.default_rng(11)
    held = []
    for _ in range(600):
        wins, ties = simulated(strengths, nu, games=40, rng=rng)
        intervals = rank(wins, ties if nu else None).intervals
        held += [low <= t <= high for (low, high), t in zip(intervals, strengths, strict=True)]
    assert 0.935 <= np.mean(held) <= 0.965


@settings(deadline=None, max_examples=60)
@given(tables(), st.randoms(use_true_random=False))
def test_names_of_items_do_not_matter(table, random):
    wins, ties = table
    order = random.sample(range(len(wins)), len(wins))
    renamed = [[[rows[i][j] for j in order] for i in order] for rows in (wins, ties)]
    plain, found = rank(wins, ties), rank(*renamed)
    assert found.regularised == plain.regularised
    errors = np.array(plain.standard_errors)[order]
    off = abs(np.array(found.log_strengths) - np.array(plain.log_strengths)[order])
    assert (off <= 1e-6 * errors + 1e-9).all()
    assert found.standard_errors == pytest.approx(errors, rel=1e-5)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([0, 1, 10**4, 10**9]), min_size=6, max_size=6))
def test_a_billion_against_one_is_ranked(counts):
    a, b, c, d, e, f = counts
    table = [[0, a, b], [c, 0, d], [e, f, 0]], [[0, 1, 0], [1, 0, 9], [0, 9, 0]]
    found = rank(*table)
    there, where = contests(*table, found), parameters(found)
    score = there.score(where)
    assert score @ there.covariance(where) @ score < 1e-8
    assert all(0 < error < math.inf for error in found.standard_errors)


def test_a_ranking_that_is_not_found_is_no_ranking(monkeypatch):
    monkeypatch.setattr("domain.scents.statistics.davidson.STEPS", 1)
    with pytest.raises(Unsettled, match="too far apart"):
        rank(SOME)


def test_ten_million_answers_are_ranked():
    found = rank([[0, 10**7, 1], [1, 0, 10**7], [10**7, 3, 0]], [[0, 5, 0], [5, 0, 1], [0, 1, 0]])
    assert not found.regularised
    assert all(map(math.isfinite, [*found.log_strengths, *found.standard_errors]))


def test_the_longest_chain_of_far_apart_items_is_ranked():
    """60 items, each 16.1 below the one before: 949 from the first to the last."""
    n = 60
    wins = [[(j == i + 1) * 10**7 + (j == i - 1) for j in range(n)] for i in range(n)]
    found = rank(wins)
    steps = np.diff(found.log_strengths)
    assert steps == pytest.approx([-math.log(10**7)] * (n - 1), rel=1e-6)
    assert found.probability_of_beating(n - 1, 0) < 1e-300


def test_twenty_items_are_ranked_within_fifty_milliseconds():
    rng = np.random.default_rng(3)
    wins, ties = simulated(rng.normal(0, 1, 20), 0.5, games=30, rng=rng)
    rank(wins, ties)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        rank(wins, ties)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.05
