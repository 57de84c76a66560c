"""What has happened to whole orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.kernel import Event


@dataclass(frozen=True)
class OrderPlaced(Event):
    """An order was accepted; `lines` are (sku, units)."""

    orderid: str
    customer: str
    lines: tuple[tuple[str, int], ...]
    requested: date | None


@dataclass(frozen=True)
class OrderAmended(Event):
    """A customer wants other quantities: `lines` are (sku, units), those that were named."""

    orderid: str
    customer: str
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class OrderCancelled(Event):
    """What was not shipped is not wanted any more."""

    orderid: str
    customer: str


@dataclass(frozen=True)
class OrderShipped(Event):
    """A shipment left the house; `lines` are (sku, units)."""

    orderid: str
    customer: str
    shipment: str
    carrier: str
    tracking: str
    lines: tuple[tuple[str, int], ...]
    complete: bool


@dataclass(frozen=True)
class OrderUpdated(Event):
    """All that one command did to an order, as its customer is told of it.

    `moments` are dicts: kind, sku, units, text and promised (ISO date), in order.
    """

    orderid: str
    customer: str
    at: datetime
    moments: tuple[dict[str, object], ...]
