"""What has happened to stock, and to the lines on it."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class BatchReleased(Event):
    """Stock that was held back may be sold."""

    ref: str
    sku: str


@dataclass(frozen=True)
class BatchQuantityChanged(Event):
    """A batch holds `qty` units where `old_qty` were thought."""

    ref: str
    sku: str
    old_qty: int
    qty: int


@dataclass(frozen=True)
class Allocated(Event):
    """A line got its units from this batch."""

    orderid: str
    sku: str
    qty: int
    batchref: str


@dataclass(frozen=True)
class Deallocated(Event):
    """A line lost its batch and waits for another."""

    orderid: str
    sku: str
    qty: int
    batchref: str = ""


@dataclass(frozen=True)
class Backordered(Event):
    """A new line found no batch and joined the queue."""

    orderid: str
    sku: str
    qty: int


@dataclass(frozen=True)
class OutOfStock(Event):
    """No batch could serve a line."""

    once: ClassVar[bool] = True

    sku: str
