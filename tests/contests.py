"""Paired comparisons for tests: tables of counts, and the model spelt out."""

import math

import numpy as np
from hypothesis import strategies as st

from domain.scents.statistics.davidson import Contests
from domain.scents.statistics.ranking import RIDGE

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
    """As `rank` saw them."""
    ridge = RIDGE if ranking.regularised else 0.0
    return Contests(np.array(wins, float), np.array(ties, float), ridge)
