"""Orders and their lines, for pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from allocation.models import Allocation, Order, OrderLine, Shipment
from allocation.models.orders import HELD
from allocation.queries.standings import standing
from domain.allocation.standing import status_of

LinesByOrder = defaultdict[str, list[OrderLine]]


def lines_on(batchref: str, most: int) -> list[tuple[OrderLine, int, str]]:
    """The lines that the batch holds units for: the line, the units, and why they are here."""
    held = list(Allocation.objects.filter(batch=batchref).order_by("id")[:most])
    lines = {
        (line.orderid, line.sku_id): line
        for line in OrderLine.objects.filter(
            orderid__in=[one.orderid for one in held], sku__in={one.sku for one in held}
        )
    }
    return [(lines[one.orderid, one.sku], one.qty, one.reason) for one in held]


def lines_of(orderids: Collection[str]) -> LinesByOrder:
    """The lines of each order, by sku."""
    found: LinesByOrder = defaultdict(list)
    for line in OrderLine.objects.filter(orderid__in=orderids).order_by("sku"):
        found[line.orderid].append(line)
    return found


def parts_of(orderid: str) -> list[Allocation]:
    """What batches hold for the order, each with its batch."""
    rows = Allocation.objects.filter(orderid=orderid).select_related("batch")
    return list(rows.order_by("sku", "id"))


def shipments_of(orderid: str) -> list[Shipment]:
    return list(Shipment.objects.filter(order=orderid).order_by("shipped_at", "number"))


def heads(orderids: Collection[str]) -> dict[str, Order]:
    """Those of the orders that have a head."""
    return Order.objects.in_bulk(list(orderids))


def status(order: Order, lines: Collection[OrderLine]) -> str:
    """As the customer is told it."""
    return status_of([standing(line) for line in lines], cancelled=order.cancelled)


def order_states() -> dict[str, tuple[str, Q]]:
    """Conditions on orders; each follows an index of what is open, never the whole history."""
    lines = OrderLine.objects.filter(orderid=OuterRef("pk"))
    waits, held = Exists(lines.filter(waiting_quantity__gt=0)), Exists(lines.filter(HELD))
    left = Exists(Shipment.objects.filter(order=OuterRef("pk")))
    return {
        "backordered": ("Waiting for stock", Q(waits)),
        "allocated": ("Allocated", Q(held)),
        "shipped": ("Shipped", Q(left) & ~Q(waits) & ~Q(held)),
        "cancelled": ("Cancelled", Q(cancelled=True)),
    }
