"""Whether people can tell two samples apart: exact binomial tests of sensory analysis."""

from __future__ import annotations

from domain.scents.statistics.bisection import first
from domain.scents.statistics.counts import check_count, check_counts, check_error, check_open

TRIANGLE = 1 / 3
"""The chance to pick the odd one of three by guessing (ISO 4120)."""
PAIRED = 1 / 2
"""The chance to pick the right one of two by guessing (ISO 5495)."""


def p_value(k: int, n: int, *, chance: float) -> float:
    """P(K >= k) where all n guess, K ~ Bin(n, chance): the one-sided test of ISO 4120 and 5495.

    Raises BadInput.
    """
    check_counts(k, n)
    check_open(chance, field="chance")
    return _upper_tail(k, n, chance)


def critical_count(n: int, *, chance: float, alpha: float) -> int:
    """The fewest right answers of n that are significant at alpha, one-sided; n+1 where not even
    all are. Two-sided for a paired comparison: half the alpha. Raises BadInput."""
    check_count(n, field="n")
    check_open(chance, field="chance")
    check_error(alpha, field="alpha")
    return first(range(n + 1), lambda k: _upper_tail(k, n, chance) <= alpha)


def distinguishers(k: int, n: int) -> float:
    """The share of people who truly tell the odd one of a triangle: the others guess right in one
    case of three, so that max(0, (3 k/n - 1)/2), in 0 to 1 (ISO 4120, annex).

    Raises BadInput; of no answers there is no share.
    """
    check_counts(k, n)
    check_count(n, field="n", least=1)
    return max(0.0, (3 * k / n - 1) / 2)


def _upper_tail(k: int, n: int, chance: float) -> float:
    from scipy.special import betainc

    return float(betainc(k, n - k + 1, chance)) if k else 1.0
