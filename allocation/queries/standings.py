"""How orders stand, read for their customers: a few statements, however many orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from allocation.models import Allocation, Order, OrderLine, OrderMoment, Shipment
from domain.allocation import order as domain
from domain.allocation.standing import LineStanding, Part, told


def orders_of(customer: str) -> QuerySet[Order]:
    return Order.objects.filter(customer=customer)


def order_of(customer: str, reference: str) -> Order | None:
    return orders_of(customer).filter(reference=reference).first()


def moments_of(orderid: str) -> QuerySet[OrderMoment]:
    """What happened to the order, in order."""
    return OrderMoment.objects.filter(orderid=orderid)


def standings(orders: Sequence[Order]) -> list[dict[str, Any]]:
    """The orders as their customers are told of them."""
    ids = [order.orderid for order in orders]
    lines = _lines(ids)
    shipments: dict[str, list[domain.Shipment]] = defaultdict(list)
    for row in Shipment.objects.filter(order_id__in=ids).order_by("shipped_at", "number"):
        sent = tuple((sku, units) for sku, units in row.lines)
        shipment = domain.Shipment(row.number, row.carrier, row.tracking, sent)
        shipments[row.order_id].append(shipment)
    return [told(_head(order, shipments[order.orderid]), lines[order.orderid]) for order in orders]


def standing(line: OrderLine, parts: Sequence[Part] = ()) -> LineStanding:
    """A row as the domain tells it."""
    return LineStanding(
        sku=line.sku_id,
        qty=line.qty,
        waiting=line.waiting_quantity,
        shipped=line.shipped_quantity,
        cancelled=line.cancelled_quantity,
        promised=None if line.waiting_quantity else line.promised,
        parts=tuple(parts),
    )


def _head(order: Order, shipments: Sequence[domain.Shipment]) -> domain.Order:
    return domain.Order(
        order.orderid,
        customer=order.customer,
        reference=order.reference,
        wish=domain.Wish((), allow_partial=order.allow_partial),
        requested=order.requested,
        ship_to=order.ship_to,
        placed_at=order.placed_at,
        cancelled=order.cancelled,
        shipments=shipments,
        version_number=order.version_number,
    )


def _lines(orderids: Iterable[str]) -> dict[str, list[LineStanding]]:
    parts: dict[tuple[str, str], list[Part]] = defaultdict(list)
    held = Allocation.objects.filter(orderid__in=orderids).select_related("batch")
    in_order = held.order_by(
        F("batch__eta").asc(nulls_first=True),
        F("batch__expiry").asc(nulls_last=True),
        "batch_id",
    )
    for row in in_order:
        part = Part(row.batch_id, row.qty, row.batch.eta, row.reason)
        parts[row.orderid, row.sku].append(part)
    lines: dict[str, list[LineStanding]] = defaultdict(list)
    for line in OrderLine.objects.filter(orderid__in=orderids).order_by("sku_id"):
        lines[line.orderid].append(standing(line, parts[line.orderid, line.sku_id]))
    return lines


def _has(condition: Q) -> Exists:
    return Exists(OrderLine.objects.filter(condition, orderid=OuterRef("orderid")))


_WAITS = _has(Q(waiting_quantity__gt=0))
_SHIPPED = _has(Q(shipped_quantity__gt=0))
_OPEN = _has(Q(qty__gt=F("shipped_quantity") + F("cancelled_quantity")))

STATUSES: dict[str, Q] = {
    "allocated": Q(_OPEN) & ~Q(_WAITS) & ~Q(_SHIPPED),
    "backordered": Q(_WAITS) & ~Q(_SHIPPED),
    "partly_shipped": Q(_OPEN) & Q(_SHIPPED),
    "shipped": ~Q(_OPEN) & Q(_SHIPPED),
    "cancelled": ~Q(_OPEN) & ~Q(_SHIPPED),
}
"""The status of an order (see domain/allocation/standing.py) as a condition on its lines."""


def has_line_of(sku: str) -> Q:
    """Orders that have a line of the sku."""
    return Q(_has(Q(sku=sku)))
