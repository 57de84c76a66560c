"""Which rows make one order, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from allocation.ports import AbstractOrderRepository
from allocation.repository import rows
from domain.allocation.events import OrderShipped
from domain.allocation.order import Order, Shipment, Wish
from messaging.changes import Change
from messaging.sql import Statements

_ORDER = """SELECT o.customer, o.reference, o.wish::text, o.priority, o.requested, o.ship_to::text,
    o.placed_at, o.cancelled, o.version_number
    FROM allocation_order o WHERE o.orderid = %s FOR NO KEY UPDATE"""
_SKUS = "SELECT sku FROM allocation_orderline WHERE orderid = %s"
_SHIPMENTS = """SELECT number, carrier, tracking, lines::text FROM allocation_shipment
    WHERE orderid = %s ORDER BY shipped_at, number"""
_SHIPMENT = "SELECT orderid FROM allocation_shipment WHERE number = %s"

_NEW = """INSERT INTO allocation_order (orderid, customer, reference, wish, allow_partial, priority,
    requested, ship_to, placed_at, cancelled, version_number)
    SELECT orderid, customer, reference, wish, partial, priority, requested, ship_to,
        COALESCE(placed_at, now()), cancelled, version
    FROM ({rows}) r(orderid, customer, reference, wish, partial, priority, requested, ship_to,
        placed_at, cancelled, version)"""
_CHANGED = """UPDATE allocation_order o SET requested = v.requested, ship_to = v.ship_to,
    cancelled = v.cancelled, version_number = v.version_number
    FROM ({rows}) v(orderid, requested, ship_to, cancelled, version_number)
    WHERE o.orderid = v.orderid"""
_SENT = """INSERT INTO allocation_shipment (number, orderid, carrier, tracking, lines, actor,
    shipped_at) SELECT r.*, now() FROM ({rows}) r"""


class OrderRepository(AbstractOrderRepository):
    """Orders in PostgreSQL. An order of the classic doors has lines and, at first, no head."""

    def __init__(self, *, actor: str) -> None:
        super().__init__()
        self._actor = actor

    def get(self, orderid: str) -> Order | None:
        if orderid in self.seen:
            return self.seen[orderid]
        row = rows.one(_ORDER, [orderid])
        skus = [sku for (sku,) in rows.every(_SKUS, [orderid])]
        if row is None and skus:  # perhaps the order was stored between the two statements
            row = rows.one(_ORDER, [orderid])
        if row is None:
            return self._remember(Order(orderid, skus=skus)) if skus else None
        shipments = [
            Shipment(number, carrier, tracking, _lines(json.loads(lines)))
            for number, carrier, tracking, lines in rows.every(_SHIPMENTS, [orderid])
        ]
        return self._remember(_order(orderid, row, skus, shipments))

    def order_of_shipment(self, number: str) -> str | None:
        row = rows.one(_SHIPMENT, [number])
        return row[0] if row else None

    def store(self, changes: Sequence[Change[Order]], statements: Statements) -> None:
        statements.add_rows(
            _NEW,
            [_row(change.aggregate) for change in changes if change.is_new],
            types="text, text, text, jsonb, bool, smallint, date, jsonb, timestamptz, bool, bigint",
        )
        statements.add_rows(
            _CHANGED,
            [
                (o.orderid, o.requested, json.dumps(o.ship_to), o.cancelled, o.version_number)
                for o in (change.aggregate for change in changes if not change.is_new)
            ],
            types="text, date, jsonb, bool, bigint",
        )
        statements.add_rows(
            _SENT,
            [
                (e.shipment, e.orderid, e.carrier, e.tracking, json.dumps(e.lines), self._actor)
                for change in changes
                for e in change.events
                if isinstance(e, OrderShipped)
            ],
            types="text, text, text, text, jsonb, text",
        )

    def _add(self, aggregate: Order) -> None:
        """A new order is inserted by `store`."""


def _order(
    orderid: str, row: Sequence[Any], skus: Sequence[str], shipments: Sequence[Shipment]
) -> Order:
    customer, reference, wish, priority, requested, ship_to, placed_at, cancelled, version = row
    return Order(
        orderid,
        customer=customer,
        reference=reference,
        wish=_wish(json.loads(wish)),
        priority=priority,
        requested=requested,
        ship_to=json.loads(ship_to),
        placed_at=placed_at,
        cancelled=cancelled,
        skus=skus,
        shipments=shipments,
        version_number=version,
    )


def _row(order: Order) -> tuple[object, ...]:
    wish = {
        "lines": order.wish.lines,
        "requested": order.wish.requested,
        "ship_to": dict(order.wish.ship_to),
        "allow_partial": order.wish.allow_partial,
    }
    return (
        order.orderid,
        order.customer,
        order.reference,
        json.dumps(wish, default=str),
        order.wish.allow_partial,
        order.priority,
        order.requested,
        json.dumps(order.ship_to),
        order.placed_at,
        order.cancelled,
        order.version_number,
    )


def _wish(said: Mapping[str, Any]) -> Wish:
    requested = said["requested"]
    return Wish(
        _lines(said["lines"]),
        date.fromisoformat(requested) if requested else None,
        said["ship_to"],
        said["allow_partial"],
    )


def _lines(said: Sequence[Sequence[Any]]) -> tuple[tuple[str, int], ...]:
    return tuple((sku, units) for sku, units in said)
