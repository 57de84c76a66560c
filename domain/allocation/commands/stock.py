"""What can be done with stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.allocation.order_line import OrderLine
from domain.kernel import Command


@dataclass(frozen=True)
class CreateBatch(Command):
    """Stock that is here (`eta` None) or on its way; `expiry` is the first day it is unfit."""

    ref: str
    sku: str
    qty: int
    eta: date | None = None
    expiry: date | None = None
    released: bool = True


@dataclass(frozen=True)
class ReleaseBatch(Command):
    """A batch that was held back may be sold from now on."""

    ref: str


@dataclass(frozen=True)
class Allocate(Command):
    """One order line wants `qty` units."""

    orderid: str
    sku: str
    qty: int


@dataclass(frozen=True)
class ImportStockAndOrders(Command):
    """All that a file says of one SKU: its batches first, then its order lines, in file order."""

    sku: str
    batches: tuple[CreateBatch, ...]
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True)
class ChangeBatchQuantity(Command):
    """The batch turns out to hold `qty` units, more or fewer than was thought."""

    ref: str
    qty: int
