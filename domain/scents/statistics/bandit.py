"""Zeroing in on the variant that most people accept: who is shown next, and who has won.

Each answer accepts a variant or not. What is known of its share of acceptance is a Beta
distribution that starts from Beta(1, 1): before any answer, all shares are equally likely.
`accepted` and `shown` hold a count for each of 2 to 60 variants ("arms"); other counts raise
BadInput.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.statistics.posteriors import Prospects, prospects
from domain.scents.statistics.strategies import Strategy, shares

if TYPE_CHECKING:
    from domain.scents.statistics.posteriors import Array

MOST_ARMS = 60
MOST_ANSWERS = 10**8


def chances_of_best(accepted: Sequence[int], shown: Sequence[int]) -> tuple[float, ...]:
    """The probability of each arm to have the greatest share of acceptance, given the answers.

    P_i = integral of f_i times the product of all other F_j; to 1e-6 (see `posteriors`).
    """
    return tuple(_known(accepted, shown)[2].best[0].tolist())


def expected_loss(accepted: Sequence[int], shown: Sequence[int]) -> tuple[float, ...]:
    """What is lost on average if an arm is chosen now: E[max_j p_j] - E[p_i], as a share."""
    won, seen, known = _known(accepted, shown)
    means = (1 + won[0]) / (2 + seen[0])
    return tuple((known.greatest[0] - means).clip(0).tolist())


def propensities(
    accepted: Sequence[int], shown: Sequence[int], *, strategy: Strategy, floor: float
) -> tuple[float, ...]:
    """The probability with which each arm is shown next; to be logged with what was shown.

    Thompson: as likely as it is the best (Thompson, Biometrika 25 (1933) 285). Top-two: half of the
    time so, else the same again until another arm comes (Russo 2020, see `strategies`); two arms
    are therefore shown equally often, which is right, as both must be known alike. Mixed with the
    uniform strategy so that each arm gets `floor` or more. Raises BadInput where K floors are more
    than 1.
    """
    won, seen, known = _known(accepted, shown)
    require_floor(floor, arms=len(shown))
    chosen = shares(known.best, won, seen, strategy=strategy, floor=floor)
    return tuple(chosen[0].tolist())


def pick(propensities: Sequence[float], u: float) -> int:
    """The arm that a random number in [0, 1) falls on, drawn by whoever asks. Raises BadInput."""
    if not 0 <= u < 1:
        raise BadInput("u", "a number from 0 up to, but not, 1")
    if not all(share >= 0 for share in propensities) or not 0 < sum(propensities) < math.inf:
        raise BadInput("propensities", "shares of 0 or more, and not all of them 0")
    left = u * sum(propensities)
    possible = [arm for arm, share in enumerate(propensities) if share > 0]
    for arm in possible:
        left -= propensities[arm]
        if left < 0:
            return arm
    return possible[-1]


def winner(
    accepted: Sequence[int], shown: Sequence[int], *, confidence: float, least: int
) -> int | None:
    """The arm that is the best with a chance of `confidence` or more and was itself shown `least`
    times or more; None as long as there is none.

    The others need no least number: bandits starve what is bad, and an arm that was hardly shown
    has so wide a posterior that it keeps the chance of any leader low by itself. The chance is
    Bayesian, so looking at it again and again spoils nothing: among contests whose shares come
    from the prior, at most 1 - `confidence` of those ever decided are decided wrongly. It bounds
    no error at given shares: of equal arms, some day one is named. Raises BadInput.
    """
    if not 0.5 < confidence < 1:
        raise BadInput("confidence", "between 0.5 and 1")
    if least < 0:
        raise BadInput("least", "0 answers or more")
    chances = chances_of_best(accepted, shown)
    leader = max(range(len(chances)), key=chances.__getitem__)
    sure = chances[leader] >= confidence and shown[leader] >= least
    return leader if sure else None


def require_floor(floor: float, *, arms: int) -> None:
    """Raises BadInput."""
    if not 0 <= floor * arms <= 1 + 1e-12:
        raise BadInput("floor", f"from 0 to 1/{arms}, so that {arms} of them fit into 1")


def _known(accepted: Sequence[int], shown: Sequence[int]) -> tuple[Array, Array, Prospects]:
    """The counts as arrays of one contest, and what follows from them."""
    import numpy as np

    if not 2 <= len(shown) <= MOST_ARMS:
        raise BadInput("shown", f"between 2 and {MOST_ARMS} arms, not {len(shown)}")
    if len(accepted) != len(shown):
        raise BadInput("accepted", "as many counts as arms were shown")
    if not all(isinstance(n, int) and 0 <= n <= MOST_ANSWERS for n in shown):
        raise BadInput("shown", f"counts are whole numbers from 0 to {MOST_ANSWERS}")
    pairs = zip(accepted, shown, strict=True)
    if not all(isinstance(a, int) and 0 <= a <= n for a, n in pairs):
        raise BadInput("accepted", "counts are whole numbers, no greater than those shown")
    won, seen = np.array([accepted], dtype=np.float64), np.array([shown], dtype=np.float64)
    return won, seen, prospects(won, seen)
