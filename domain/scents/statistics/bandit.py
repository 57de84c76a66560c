"""Stub."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Strategy(StrEnum):
    """Which variant is presented next."""

    TOP_TWO = "top-two"
    THOMPSON = "thompson"
    UNIFORM = "uniform"


def propensities(
    accepted: Sequence[int], shown: Sequence[int], *, strategy: Strategy, floor: float
) -> tuple[float, ...]:
    """Uniform."""
    return (1 / len(shown),) * len(shown)


def pick(propensities: Sequence[float], u: float) -> int:
    """The arm that a random number in [0, 1) falls on."""
    return min(int(u * len(propensities)), len(propensities) - 1)
