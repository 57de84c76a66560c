"""Rankings from paired comparisons: published values, the score equations, honest errors."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.statistics.davidson import Contests, Unsettled
from domain.scents.statistics.ranking import RIDGE, rank

CYCLE = ((0, 2, 0), (0, 0, 1), (1, 0, 0))
SOME = ((0, 12, 7, 9), (5, 0, 8, 6), (4, 6, 0, 3), (1, 2, 7, 0))
TIES = ((0, 3, 1, 0), (3, 0, 2, 4), (1, 2, 0, 5), (0, 4, 5, 0))


@st.composite
def tables(draw):
    """Wins and ties of 2 to 7 items; most of them connected, some not."""
    n = draw(st.integers(2, 7))
    count = st.one_of(st.integers(0, 3), st.integers(0, 10**7))
    wins = [[draw(count) if i != j else 0 for j in range(n)] for i in range(n)]
    ties = [[0] * n for _ in range(n)]
    if draw(st.booleans()):
        for i in range(n):
            for j in range(i):
                ties[i][j] = ties[j][i] = draw(count)
    return wins, ties


def simulated(strengths, nu, *, games, rng):
    """Each pair compared as often."""
    n = len(strengths)
    wins, ties = np.zeros((n, n), int), np.zeros((n, n), int)
    for i in range(n):
        for j in range(i):
            weights = np.exp([strengths[i], strengths[j], (strengths[i] + strengths[j]) / 2])
            weights[2] *= nu
            wins[i, j], wins[j, i], ties[i, j] = rng.multinomial(games, weights / weights.sum())
            ties[j, i] = ties[i, j]
    return wins.tolist(), ties.tolist()


def log_likelihood(wins, ties, t, log_nu):
    """Davidson's, spelt out; without ties in the table, Bradley's and Terry's."""
    total, tied = 0.0, bool(np.any(ties))
    for i in range(len(wins)):
        for j in range(i):
            weights = np.array([t[i], t[j], (t[i] + t[j]) / 2 + log_nu][: 2 + tied])
            counts = np.array([wins[i][j], wins[j][i], ties[i][j]][: 2 + tied])
            total += counts @ (weights - np.log(np.exp(weights).sum()))
    return total


def parameters(ranking):
    return np.array([*ranking.log_strengths, *([math.log(ranking.nu)] if ranking.nu else [])])


def contests(wins, ties, ranking):
    ridge = RIDGE if ranking.regularised else 0.0
    return Contests(np.array(wins, float), np.array(ties, float), ridge)


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


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([0, 1, 10**4, 10**9]), min_size=6, max_size=6))
def test_a_billion_against_one_is_ranked(counts):
    a, b, c, d, e, f = counts
    table = [[0, a, b], [c, 0, d], [e, f, 0]], [[0, 1, 0], [1, 0, 9], [0, 9, 0]]
    found = rank(*table)
    there, where = contests(*table, found), parameters(found)
    score = there.score(where)
    assert score @ there.covariance(where) @ score < 1e-8
    assert all(0 < error < 20 for error in found.standard_errors)


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
