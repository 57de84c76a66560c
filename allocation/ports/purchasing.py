"""What handlers need for buying, and for the books."""

from __future__ import annotations

import abc
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from allocation.ports.stock import AbstractProductRepository, Ledger
from domain.allocation.books import BatchBooks, Counts, LineBooks
from domain.allocation.origin import DecidedSource
from domain.allocation.reorder_point import ReorderPoint, Supply
from domain.allocation.stock_audit import StockAudit
from messaging.repository import AbstractRepository
from messaging.unit_of_work import AbstractUnitOfWork

if TYPE_CHECKING:
    from messaging.periods import Periods


class AbstractReorderPointRepository(AbstractRepository[ReorderPoint]):
    """Reorder points by sku, and what they are compared with."""

    @abc.abstractmethod
    def get(self, sku: str) -> ReorderPoint | None:
        """The reorder point, locked."""

    @abc.abstractmethod
    def supply_of(self, sku: str, today: date) -> Supply | None:
        """The units of the SKU; None: nobody knows it."""

    @abc.abstractmethod
    def demand_of(self, sku: str, since: datetime) -> int:
        """Units of the lines accepted since then; cancelled ones do not count."""

    @abc.abstractmethod
    def measure_demand(self, since: datetime) -> None:
        """Note in all reorder points the units that were ordered since then."""


class AbstractAuditRepository(AbstractRepository[StockAudit]):
    """Audits by reference."""

    @abc.abstractmethod
    def get(self, ref: str) -> StockAudit | None: ...


class Books(Protocol):
    """Counters, ledger, lines and read model, as they stand in the tables."""

    def lock(self, sku: str) -> None:
        """Nothing moves units of the SKU until the end."""

    def unfounded(self, refs: Sequence[str]) -> list[str]:
        """Orders for which these batches hold what they cannot: they may not be sold, or hold none
        or fewer."""

    def lines(self, sku: str, orderids: Sequence[str]) -> list[LineBooks]:
        """What is held by batches that may not be sold, or of another SKU, is not among `held`."""

    touched: set[str]
    """The batches that hold other units since `write_line`."""

    def write_line(self, line: LineBooks) -> bool:
        """Store it as it is given; whether batches hold other units now."""

    def batches(self, sku: str, refs: Sequence[str]) -> list[BatchBooks]:
        """Those of this SKU, which is locked, and those that are gone."""

    def write_batch(self, ref: str, counts: Counts) -> None: ...


class PurchasingUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches reorder points, audits and the books."""

    reorder_points: AbstractReorderPointRepository
    audits: AbstractAuditRepository
    books: Books
    periods: Periods
    products: AbstractProductRepository
    ledger: Ledger


@dataclass(frozen=True)
class Proposal:
    """What to buy of a SKU: at least so many units, from the source that is decided for it; None:
    nothing is decided."""

    units: int
    source: DecidedSource | None

    def __str__(self) -> str:
        """In words, for people who buy."""
        told = f"at least {self.units} units"
        if self.source is None:
            return f"{told}; nothing is decided of who makes it"
        origin = self.source.origin
        told += f" from {origin.supplier}" if origin.supplier else ""
        told += f", formula {origin.formula}" if origin.formula else ""
        if self.source.cost is not None:
            told += f", at {self.source.cost:.2f} {self.source.currency} a unit"
        return f"{told}, as decided on {self.source.since.date()}"


@dataclass(frozen=True)
class LowSku:
    """A SKU that purchasing was warned of. `cover` in days; None: nobody orders it. `incoming`:
    batch, day and free units. `proposal`: what to buy."""

    sku: str
    threshold: str
    supply: Supply
    waiting_lines: int
    cover: float | None
    incoming: Sequence[tuple[str, date, int]]
    proposal: Proposal


@dataclass(frozen=True)
class Expiring:
    """A batch that expires soon and has units that nobody ordered."""

    ref: str
    sku: str
    expiry: date
    free: int


@dataclass(frozen=True)
class PurchasingReport:
    """How the stock stands, for those who buy it."""

    day: date
    low: Sequence[LowSku]
    expiring: Sequence[Expiring]


Differences = list[dict[str, Any]]
