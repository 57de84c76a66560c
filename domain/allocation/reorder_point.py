"""Reorder points: when to warn purchasing that a SKU runs low."""

from __future__ import annotations

from dataclasses import dataclass

from domain.allocation.events import (
    LowStock,
    ReorderPointRemoved,
    ReorderPointSet,
    StockRecovered,
)
from domain.allocation.order_line import MOST_UNITS, require_units
from domain.kernel import Aggregate, BadInput, NotFound

WINDOW = 28
"""Days over which demand is averaged: four whole weeks, so that each weekday counts alike."""
MOST_DAYS = 3_650
MOST_MARGIN = 1_000
MARGIN = 20


class UnknownReorderPoint(NotFound):
    """The SKU has no reorder point."""

    def __init__(self, sku: str) -> None:
        super().__init__(f"{sku} has no reorder point")


@dataclass(frozen=True)
class Supply:
    """Units of a SKU: free in the warehouse, free on their way, and those that lines wait for.

    Only what may be sold counts.
    """

    on_hand: int
    incoming: int
    waiting: int

    @property
    def position(self) -> int:
        """The inventory position (Silver, Pyke and Thomas, Inventory and Production Management,
        section 6.3): on hand and on order, less backorders."""
        return self.on_hand + self.incoming - self.waiting


@dataclass(frozen=True)
class Threshold:
    """Where the warning comes: at `units`, or at `days` of cover. Raises BadInput.

    Armed again `margin` per cent beyond that, and at least one unit or day.
    """

    units: int | None = None
    days: int | None = None
    margin: int = MARGIN

    def __post_init__(self) -> None:
        if (self.units is None) == (self.days is None):
            raise BadInput("units", "give either units or days of cover")
        _require("units", self.units, MOST_UNITS)
        _require("days", self.days, MOST_DAYS)
        _require("margin", self.margin, MOST_MARGIN)

    @property
    def measure(self) -> str:
        return "units" if self.days is None else "days"

    @property
    def value(self) -> int:
        return (self.units if self.days is None else self.days) or 0

    @property
    def recovery(self) -> int:
        """The units or days at which the warning is armed again."""
        return self.value + max(-(-self.value * self.margin // 100), 1)

    def is_reached(self, position: int, demand: int) -> bool:
        """Whether the position has fallen to the threshold; `demand` is that of WINDOW days.

        In whole numbers: position / (demand / WINDOW) <= days. Of what nobody orders, any unit
        covers all days to come.
        """
        if self.days is None:
            return position <= self.value
        return position * WINDOW <= self.days * demand

    def is_recovered(self, position: int, demand: int) -> bool:
        return position >= self.recovered_at(demand)

    def recovered_at(self, demand: int) -> int:
        """The smallest position that arms the warning again, in units."""
        if self.days is None:
            return self.recovery
        return max(-(-self.recovery * demand // WINDOW), self.days * demand // WINDOW + 1)


class ReorderPoint(Aggregate):
    """Warns once when the position falls to the threshold, and not again before it recovered.

    `low`: the warning was given and is not armed again. `demand`: units ordered in the last WINDOW
    days, as measured last.
    """

    def __init__(
        self,
        sku: str,
        threshold: Threshold,
        *,
        low: bool = False,
        demand: int = 0,
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        self.sku = sku
        self.threshold = threshold
        self.low = low
        self.demand = demand
        self.removed = False

    @classmethod
    def set_up(cls, sku: str, threshold: Threshold) -> ReorderPoint:
        """A new one, armed."""
        point = cls(sku, threshold)
        point._tell()
        return point

    @property
    def identity(self) -> str:
        """Marked: the event log knows the product by the sku itself."""
        return f"reorder-point:{self.sku}"

    def change(self, threshold: Threshold) -> None:
        if threshold != self.threshold:
            self.threshold = threshold
            self._tell()

    def remove(self) -> None:
        self.removed = True
        self.record(ReorderPointRemoved(self.sku))

    def check(self, supply: Supply) -> None:
        """Warn, arm again, or do nothing."""
        position, threshold = supply.position, self.threshold
        if not self.low and threshold.is_reached(position, self.demand):
            self.low = True
            self.record(self._warning(supply))
        elif self.low and threshold.is_recovered(position, self.demand):
            self.low = False
            self.record(StockRecovered(self.sku, position, threshold.value, threshold.measure))

    def _warning(self, supply: Supply) -> LowStock:
        threshold = self.threshold
        return LowStock(
            self.sku,
            supply.position,
            threshold.value,
            threshold.measure,
            supply.on_hand,
            supply.incoming,
            supply.waiting,
            self.demand,
            missing=threshold.recovered_at(self.demand) - supply.position,
        )

    def _tell(self) -> None:
        threshold = self.threshold
        self.record(ReorderPointSet(self.sku, threshold.units, threshold.days, threshold.margin))


def _require(field: str, value: int | None, most: int) -> None:
    if value is not None:
        require_units(field, value, least=0)
        if value > most:
            raise BadInput(field, f"must be at most {most}")
