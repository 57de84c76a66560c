"""What has happened to reorder points, and to the books.

Units are whole numbers; `demand` is what was ordered in 28 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.kernel import Event


@dataclass(frozen=True)
class ReorderPointSet(Event):
    """From now on the warning comes at so many units, or days of cover."""

    sku: str
    units: int | None
    days: int | None
    margin: int


@dataclass(frozen=True)
class ReorderPointRemoved(Event):
    """Nobody is warned of this SKU any more."""

    sku: str


@dataclass(frozen=True)
class LowStock(Event):
    """The position fell to the reorder point: `threshold` of `measure` (units or days).

    position = on_hand + incoming - waiting. `missing` units would arm the warning again.
    """

    sku: str
    position: int
    threshold: int
    measure: str
    on_hand: int
    incoming: int
    waiting: int
    demand: int
    missing: int


@dataclass(frozen=True)
class StockRecovered(Event):
    """The position is beyond the reorder point by the margin: the next fall is told again."""

    sku: str
    position: int
    threshold: int
    measure: str


@dataclass(frozen=True)
class PurchasingDigestDue(Event):
    """The day has begun, and purchasing wants to know how the stock stands."""

    day: date


@dataclass(frozen=True)
class StockAudited(Event):
    """The books of the stock were compared; `differences` is how many places disagree."""

    ref: str
    differences: int


@dataclass(frozen=True)
class BooksDiffer(Event):
    """The books disagree in `count` places, of which `told` are the first."""

    ref: str
    count: int
    told: tuple[str, ...]


@dataclass(frozen=True)
class AuditSettled(Event):
    """What an audit found is repaired."""

    ref: str


@dataclass(frozen=True)
class LineRepaired(Event):
    """Each unit of a line is in one place again."""

    orderid: str
    sku: str
    reason: str
    document: str = ""


@dataclass(frozen=True)
class CountersRepaired(Event):
    """The ledger of a batch moved by these units to agree with the counters and allocations."""

    ref: str
    sku: str
    purchased: int
    allocated: int
    shipped: int
    reason: str
    document: str = ""
