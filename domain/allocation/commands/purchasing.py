"""What can be done about buying, and about the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.kernel import Command


@dataclass(frozen=True)
class SetReorderPoint(Command):
    """Warn when the SKU falls to `units`, or to `days` of cover: one of the two.

    The warning is armed again `margin` per cent beyond that.
    """

    sku: str
    units: int | None = None
    days: int | None = None
    margin: int = 20


@dataclass(frozen=True)
class RemoveReorderPoint(Command):
    """Nobody is warned of this SKU any more."""

    sku: str


@dataclass(frozen=True)
class CheckReorderPoint(Command):
    """Compare the stock of the SKU with its reorder point."""

    sku: str


@dataclass(frozen=True)
class MeasureDemand(Command):
    """See anew what was ordered lately of every SKU that has a reorder point."""


@dataclass(frozen=True)
class IssuePurchasingDigest(Command):
    """Have purchasing told how the stock stands; once for each day."""

    day: date


@dataclass(frozen=True)
class AuditStock(Command):
    """Compare the books of the stock; `ref` names the night, and has one audit."""

    ref: str


@dataclass(frozen=True)
class RepairCounters(Command):
    """Make the books of these batches, and of these orders' lines of the SKU, agree again."""

    sku: str
    batches: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    audit: str = ""


@dataclass(frozen=True)
class SettleAudit(Command):
    """All that the audit found is repaired."""

    ref: str
