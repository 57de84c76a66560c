"""What a balance can do, and shares in its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import TypeVar

from domain.kernel import BadInput

FINEST, COARSEST = Decimal("0.000001"), Decimal(1_000)
"""Readabilities of balances, in g."""
_REPEATABILITY = Fraction("0.41")
_COVERAGE = 2

Item = TypeVar("Item")


@dataclass(frozen=True)
class Balance:
    """A balance shows steps of `readability` g; a weighing may be off by `tolerance` per cent of
    its target. Raises BadInput."""

    readability: Decimal
    tolerance: Decimal

    def __post_init__(self) -> None:
        if not (self.readability.is_finite() and FINEST <= self.readability <= COARSEST):
            raise BadInput("readability", f"must be from {FINEST:f} to {COARSEST} g")
        if self.readability.normalize().as_tuple().digits not in {(1,), (2,), (5,)}:
            raise BadInput("readability", "must be such as 0.01, 0.002 or 0.5 g")
        if not (self.tolerance.is_finite() and Decimal("0.001") <= self.tolerance <= 50):
            raise BadInput("tolerance", "must be from 0.001 to 50 per cent")

    @property
    def minimum(self) -> Decimal:
        """The least that it weighs to within the tolerance, in g: 2 s over the tolerance, where
        the repeatability s is no better than 0.41 readabilities (USP General Chapters 41 and 1251,
        which say so for a tolerance of 0.10 %)."""
        least = _COVERAGE * _REPEATABILITY / (Fraction(self.tolerance) / 100)
        return self.up(least * Fraction(self.readability))

    def around(self, target: Decimal) -> tuple[Decimal, Decimal]:
        """From where to where the display may stand."""
        slack = target * self.tolerance / 100
        return self._round(target - slack, ROUND_CEILING), self._round(target + slack, ROUND_FLOOR)

    def up(self, mass: Fraction) -> Decimal:
        """The next mass that it can show."""
        return -(-mass // Fraction(self.readability)) * self.readability

    def down(self, mass: Decimal) -> Decimal:
        """The last mass that it can show."""
        return self._round(mass, ROUND_FLOOR)

    def _round(self, mass: Decimal, how: str) -> Decimal:
        return (mass / self.readability).to_integral_value(how) * self.readability


def apportion(
    shares: Mapping[Item, Fraction], total: Decimal, step: Decimal
) -> dict[Item, Decimal]:
    """Multiples of `step` that add up to `total`, which is one: by largest remainders, the first
    of equal ones first. The shares add up to 1."""
    units = int(total / step)
    exact = {item: share * units for item, share in shares.items()}
    whole = {item: int(amount) for item, amount in exact.items()}
    by_rest = sorted(exact, key=lambda item: whole[item] - exact[item])
    for item in by_rest[: units - sum(whole.values())]:
        whole[item] += 1
    return {item: count * step for item, count in whole.items()}
