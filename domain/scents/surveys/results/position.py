"""Whether people prefer what comes first, whatever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_EXPECTED = 5
"""Fewer than that for a position, and the distribution of the statistic is not that of chi-square
(W. G. Cochran, Biometrics 10 (1954) 417)."""


@dataclass(frozen=True)
class Positions:
    """How often what stood first, second … was chosen. `p_value`: of no effect of the order, by
    Pearson's chi-square; None where the answers are too few for it. It is meant for the end."""

    counts: tuple[int, ...]
    p_value: float | None

    @property
    def n(self) -> int:
        return sum(self.counts)


def positions(counts: Sequence[int]) -> Positions:
    """Orders of presentation are balanced: without an effect all positions are chosen alike."""
    from scipy.special import chdtrc

    expected = sum(counts) / len(counts)
    if expected < LEAST_EXPECTED:
        return Positions(tuple(counts), None)
    statistic = sum((count - expected) ** 2 for count in counts) / expected
    return Positions(tuple(counts), float(chdtrc(len(counts) - 1, statistic)))
