"""With what chance each arm is shown next, for many contests at once: arrays of (contests, K)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from domain.scents.statistics.posteriors import logit_moments

if TYPE_CHECKING:
    from domain.scents.statistics.posteriors import Array

LEAD = 0.5
"""How often top-two shows the arm that it drew first."""
SURE = 1e-11
"""Where all others together are the best with less than this, integrals tell them apart no more."""


class Strategy(StrEnum):
    """What the answers are for: to find the best, to lose least on the way, or as the control."""

    TOP_TWO = "top-two"
    THOMPSON = "thompson"
    UNIFORM = "uniform"


def shares(
    best: Array, accepted: Array, shown: Array, *, strategy: Strategy, floor: float
) -> Array:
    """From the chances of being the best; each at least the floor, one in sum."""
    import numpy as np

    arms = best.shape[1]
    if strategy is Strategy.UNIFORM:
        even: Array = np.full_like(best, 1 / arms)
        return even
    chosen = best if strategy is Strategy.THOMPSON else _top_two(best, accepted, shown)
    free = max(0.0, 1 - arms * floor)
    mixed = floor + free * chosen
    result: Array = mixed / mixed.sum(axis=1, keepdims=True)
    return result


def _top_two(best: Array, accepted: Array, shown: Array) -> Array:
    """a_i b + (1 - b) sum over j != i of a_j a_i / (1 - a_j), with b = 1/2: Russo, Simple Bayesian
    Algorithms for Best-Arm Identification, Operations Research 68 (2020) 1625.

    1 - a_j is summed up from the others, so nothing is lost where a_j is almost one.
    """
    import numpy as np

    arms = best.shape[1]
    others = best @ (1 - np.eye(arms))
    odds = best / np.maximum(others, SURE)
    seconds = best * (odds.sum(axis=1, keepdims=True) - odds)
    for contest, leader in np.argwhere(others < SURE):
        seconds[contest] = _challengers(accepted[contest], shown[contest], leader)
    mixed = LEAD * best + (1 - LEAD) * seconds
    result: Array = mixed / mixed.sum(axis=1, keepdims=True)
    return result


def _challengers(accepted: Array, shown: Array, leader: int) -> Array:
    """How the seconds share where the leader is all but sure: by the chance to overtake it, as if
    logits were normal."""
    import numpy as np
    from scipy.special import log_ndtr

    means, variances = logit_moments(accepted, shown)
    behind = (means[leader] - means) / np.sqrt(variances + variances[leader])
    logarithms = log_ndtr(-behind)
    logarithms[leader] = -np.inf
    weights = np.exp(logarithms - logarithms.max())
    result: Array = weights / weights.sum()
    return result
