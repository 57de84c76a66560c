"""What can be done with stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.allocation.order_line import OrderLine
from domain.kernel import Command


@dataclass(frozen=True)
class CreateBatch(Command):
    """Stock that is here (`eta` None) or on its way; `expiry` is the first day it is unfit.

    `formula` (CODE@version) and `supplier` tell what it was made from, where they are known.
    """

    ref: str
    sku: str
    qty: int
    eta: date | None = None
    expiry: date | None = None
    released: bool = True
    produced: date | None = None
    formula: str = ""
    supplier: str = ""


@dataclass(frozen=True)
class ReleaseBatch(Command):
    """A batch that was held back or blocked may be sold from now on."""

    ref: str


@dataclass(frozen=True)
class BlockBatch(Command):
    """A batch may not be sold any more: its lines go to other batches, or wait."""

    ref: str
    reason: str


@dataclass(frozen=True)
class ExpireBatch(Command):
    """A batch has passed its expiry: its lines go to other batches, or wait."""

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
    """The batch turns out to hold `qty` units, more or fewer than was thought.

    `document`: the stock count, or whatever else proves it.
    """

    ref: str
    qty: int
    reason: str = ""
    document: str = ""


@dataclass(frozen=True)
class ScrapUnits(Command):
    """So many units of the batch are thrown away."""

    ref: str
    qty: int
    reason: str
    document: str = ""


@dataclass(frozen=True)
class ChangeBatchEta(Command):
    """A batch on its way will be here on another day."""

    ref: str
    eta: date


@dataclass(frozen=True)
class ReceiveBatch(Command):
    """A batch on its way has come in, `qty` units of it.

    `rest_due`: what is missing follows on that day, as a batch of its own; None: nothing follows.
    """

    ref: str
    qty: int
    rest_due: date | None = None
    document: str = ""


BatchChange = ChangeBatchQuantity | ScrapUnits | BlockBatch | ReceiveBatch | ChangeBatchEta
"""What may take units or promises away from lines, and so is better looked at first."""


@dataclass(frozen=True)
class Simulate(Command):
    """Tell what the change would do, and do nothing."""

    change: BatchChange


@dataclass(frozen=True)
class CarryOut(Command):
    """Make the change, provided that it does just what was shown: `plan` is its fingerprint."""

    change: BatchChange
    plan: str
