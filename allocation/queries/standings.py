"""How orders stand, read for their customers: a few statements, however many orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Lookup, OuterRef, Q, QuerySet

from allocation.models import Allocation, Order, OrderLine, OrderMoment, Shipment
from allocation.models.orders import OPEN
from domain.allocation import order as domain
from domain.allocation.standing import LineStanding, Part, told

if TYPE_CHECKING:
    BooleanLookup = Lookup[bool]
else:
    BooleanLookup = Lookup


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


STATUSES = ("allocated", "backordered", "partly_shipped", "shipped", "cancelled")
MANY = 2_000
"""More orders than this are met soon enough by walking through all of a customer's."""


class _Among(BooleanLookup):
    """`one = ANY(array)`."""

    lookup_name = "among"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        one, of_one = self.process_lhs(compiler, connection)
        array, of_array = self.process_rhs(compiler, connection)
        return f"{one} = ANY({array})", (*of_one, *of_array)


def with_status(orders: QuerySet[Order], customer: str, status: str) -> QuerySet[Order]:
    """Those of the customer's orders that stand so (see domain/allocation/standing.py).

    Open orders are few beside the history: they are found by the index of open lines.
    """
    shipped = Exists(_lines_of_order(Q(shipped_quantity__gt=0)))
    waits = Exists(_lines_of_order(Q(waiting_quantity__gt=0, customer=customer)))
    match status:
        case "allocated":
            return _among(orders, _open_lines(customer)).filter(~Q(waits), ~Q(shipped))
        case "backordered":
            return orders.filter(Q(waits), ~Q(shipped))
        case "partly_shipped":
            return _among(orders, _open_lines(customer)).filter(Q(shipped))
        case "shipped":
            return orders.filter(Q(shipped), ~Q(Exists(_lines_of_order(OPEN))))
    return orders.filter(~Q(shipped), cancelled=True)


def with_line_of(orders: QuerySet[Order], customer: str, sku: str) -> QuerySet[Order]:
    """Those of the customer's orders that have a line of the sku."""
    lines = OrderLine.objects.filter(customer=customer, sku=sku)
    few = list(lines.values_list("orderid", flat=True)[: MANY + 1])
    if len(few) <= MANY:
        return orders.filter(orderid__in=few)
    return orders.filter(Exists(_lines_of_order(Q(sku=sku))))


def _open_lines(customer: str) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(OPEN, customer=customer).exclude(customer="")


def _lines_of_order(condition: Q) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(condition, orderid=OuterRef("orderid"))


def _among(orders: QuerySet[Order], lines: QuerySet[OrderLine]) -> QuerySet[Order]:
    """The orders of these lines; as an array, so that the lines are read first, and once."""
    return orders.filter(_Among(F("orderid"), ArraySubquery(lines.values("orderid"))))
