"""What customers are told of their orders."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from domain.allocation.events import (
    Allocated,
    Backordered,
    Deallocated,
    OrderAmended,
    OrderCancelled,
    OrderPlaced,
    OrderShipped,
    OrderUpdated,
    PromiseChanged,
)
from domain.kernel import Aggregate, Event


@dataclass(frozen=True)
class Moment:
    """One thing that happened to an order; `qty` in units, `promised` the day of readiness."""

    kind: str
    text: str
    sku: str = ""
    qty: int | None = None
    promised: date | None = None


OrderEvent = (
    OrderPlaced
    | OrderAmended
    | OrderCancelled
    | OrderShipped
    | Allocated
    | Deallocated
    | Backordered
    | PromiseChanged
)

KINDS = {
    "accepted": "order.accepted",
    "amended": "order.amended",
    "allocated": "line.allocated",
    "released": "line.released",
    "backordered": "line.backordered",
    "promise_changed": "promise.changed",
    "shipped": "order.shipped",
    "cancelled": "order.cancelled",
}
"""The kinds of moments, and the webhook type of each."""


def moment_of(event: OrderEvent) -> Moment:
    """The moment that an event is for the customer of the order."""
    match event:
        case OrderPlaced():
            return Moment("accepted", f"Order accepted: {_told(event.lines)}")
        case OrderAmended():
            return Moment(
                "amended", f"Order changed: {_told(event.lines) or 'its address or date'}"
            )
        case OrderCancelled():
            return Moment("cancelled", "Order cancelled")
        case OrderShipped():
            carrier = " ".join(filter(None, (event.carrier, event.tracking)))
            by = f" by {carrier}" if carrier else ""
            return Moment("shipped", f"{_told(event.lines)} shipped{by} ({event.shipment})")
        case Allocated():
            return Moment("allocated", event.reason, event.sku, event.qty, event.promised)
        case Deallocated():
            return Moment("released", event.reason, event.sku, event.qty)
        case Backordered():
            text = f"{event.qty} wait: no batch has room for them"
            return Moment("backordered", text, event.sku, event.qty)
        case PromiseChanged():
            text = f"ready on {event.promised} and not on {event.old}: {event.reason}"
            return Moment("promise_changed", text, event.sku, None, event.promised)


def _told(lines: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{units} {sku}" for sku, units in lines)


class OrderNews(Aggregate):
    """All moments of an order in one unit of work, told as one event.

    A digest and no fact of its own: its version stays 0.
    """

    def __init__(self, orderid: str, customer: str, at: datetime) -> None:
        super().__init__()
        self.orderid = orderid
        self.customer = customer
        self.at = at
        self.moments: list[Moment] = []

    @property
    def identity(self) -> str:
        return self.orderid

    def take_events(self) -> list[Event]:
        moments, self.moments = tuple(asdict(moment) for moment in self.moments), []
        return [OrderUpdated(self.orderid, self.customer, self.at, moments)] if moments else []
