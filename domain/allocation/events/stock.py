"""What has happened to stock, and to the lines on it.

Units are whole numbers. `customer` is empty for lines of the classic doors. Fields that explain
rather than state (`reason`, `promised` …) take no part in comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from domain.kernel import Event


@dataclass(frozen=True)
class BatchCreated(Event):
    """Stock was received or announced."""

    ref: str
    sku: str
    qty: int
    eta: date | None
    expiry: date | None = None
    released: bool = True
    produced: date | None = field(default=None, compare=False)
    reason: str = field(default="", compare=False)
    formula: str = field(default="", compare=False)
    supplier: str = field(default="", compare=False)


@dataclass(frozen=True)
class BatchReleased(Event):
    """Stock that was held back may be sold."""

    ref: str
    sku: str


@dataclass(frozen=True)
class BatchBlocked(Event):
    """Stock may not be sold until somebody releases it again."""

    ref: str
    sku: str
    reason: str


@dataclass(frozen=True)
class BatchExpired(Event):
    """Stock is unfit for use from `expiry` on."""

    ref: str
    sku: str
    expiry: date


@dataclass(frozen=True)
class BatchQuantityChanged(Event):
    """A batch holds `qty` units where `old_qty` were thought. `scrapped`: they were thrown away."""

    ref: str
    sku: str
    old_qty: int
    qty: int
    scrapped: bool = field(default=False, compare=False)
    reason: str = field(default="", compare=False)
    document: str = field(default="", compare=False)


@dataclass(frozen=True)
class BatchEtaChanged(Event):
    """A batch on its way will be here on `eta` and not on `old_eta`."""

    ref: str
    sku: str
    old_eta: date
    eta: date


@dataclass(frozen=True)
class BatchReceived(Event):
    """A batch on its way has come in: `qty` units where `expected` were due."""

    ref: str
    sku: str
    expected: int
    qty: int
    document: str = ""


@dataclass(frozen=True)
class DeliveryPromised(Event):
    """A supplier will deliver this batch on `due`."""

    ref: str
    sku: str
    supplier: str
    qty: int
    due: date


@dataclass(frozen=True)
class DeliveryCame(Event):
    """What a supplier had promised has come in, on this day."""

    ref: str
    sku: str
    supplier: str
    qty: int
    on: date


@dataclass(frozen=True)
class Allocated(Event):
    """A line got units from this batch. `promised`: when they can be shipped."""

    orderid: str
    sku: str
    qty: int
    batchref: str
    promised: date | None = field(default=None, compare=False)
    reason: str = field(default="", compare=False)
    customer: str = field(default="", compare=False)


@dataclass(frozen=True)
class Deallocated(Event):
    """A line lost units of its batch."""

    orderid: str
    sku: str
    qty: int
    batchref: str = ""
    reason: str = field(default="", compare=False)
    customer: str = field(default="", compare=False)


@dataclass(frozen=True)
class Backordered(Event):
    """So many units of a line found no batch and wait in the queue."""

    orderid: str
    sku: str
    qty: int
    customer: str = field(default="", compare=False)


@dataclass(frozen=True)
class PromiseChanged(Event):
    """The whole line will be ready on `promised`; `old` was promised before."""

    orderid: str
    sku: str
    old: date
    promised: date
    reason: str = field(default="", compare=False)
    customer: str = field(default="", compare=False)


@dataclass(frozen=True)
class LineChanged(Event):
    """The customer wants `qty` units of the line where it was `old_qty`; 0: none any more."""

    orderid: str
    sku: str
    old_qty: int
    qty: int
    customer: str = field(default="", compare=False)


@dataclass(frozen=True)
class UnitsShipped(Event):
    """Units of a batch left the house for a line, with the shipment of this number."""

    orderid: str
    sku: str
    qty: int
    batchref: str
    shipment: str
    customer: str = field(default="", compare=False)


@dataclass(frozen=True)
class OutOfStock(Event):
    """No batch could serve a line."""

    once: ClassVar[bool] = True

    sku: str
