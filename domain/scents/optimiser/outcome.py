"""What comes of a brief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.scents.optimiser.targets import Target


@dataclass(frozen=True)
class Note:
    """One substance: its band around the reference, and its value in the formula."""

    target: Target
    value: float


@dataclass(frozen=True)
class Optimum:
    """A formula that `verify` found without a miss.

    `shares`: mass fractions by ingredient, without those that are not used. `cost` per kg;
    `reference_cost`: the least (within the gap) at which the reference itself can be bought under
    the same demands, None where it cannot. `gap`: how far, relatively, the cost may be above the
    optimum at the activity coefficients of the last round; with them `settled`, those are the
    formula's own, else it is the best formula that came by. `binding`: demands that hold the cost
    up.
    """

    shares: Mapping[str, float]
    cost: Decimal
    reference_cost: Decimal | None
    notes: tuple[Note, ...]
    rounds: int
    gap: float
    binding: tuple[str, ...]
    settled: bool = True


@dataclass(frozen=True)
class Unsettled:
    """No formula was found that keeps the true bands; `missed` is what the last one misses."""

    missed: tuple[str, ...]
    rounds: int
