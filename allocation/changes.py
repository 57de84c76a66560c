"""What a product's events change in the tables, as set-based statements.

State is written from the same events that are told to others, so rows and event log cannot
disagree. Counters move by relative updates: the checks in the database are the guard against
whoever moved them meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.allocation.events import (
    Allocated,
    BatchCreated,
    BatchQuantityChanged,
    BatchReleased,
    Deallocated,
)
from domain.allocation.product import Product
from domain.kernel import Event
from messaging.sql import Fragment, Statements

_NEW_BATCHES = """INSERT INTO allocation_batch (reference, sku, purchased_quantity,
    allocated_quantity, eta, expiry, released, announced_quantity, announced_eta,
    announced_released, created_at)
    SELECT r.*, now() FROM ({rows}) r"""
_MOVED_BATCHES = """UPDATE allocation_batch b SET
    purchased_quantity = b.purchased_quantity + v.purchased,
    allocated_quantity = b.allocated_quantity + v.allocated,
    released = b.released OR v.released
    FROM ({rows}) v(ref, purchased, allocated, released) WHERE b.reference = v.ref"""
_NEW_LINES = """INSERT INTO allocation_orderline
    (orderid, sku, qty, position, waiting, accepted_at)
    SELECT orderid, sku, qty, position + {drift}, waiting, now()
    FROM ({rows}) r(orderid, sku, qty, position, waiting)"""
_MOVED_LINES = """UPDATE allocation_orderline l SET waiting = v.waiting
    FROM ({rows}) v(orderid, sku, waiting)
    WHERE l.orderid = v.orderid AND l.sku = v.sku"""
_LOST = """DELETE FROM allocation_allocation a USING ({rows}) v(orderid, sku, ref)
    WHERE a.orderid = v.orderid AND a.sku = v.sku AND a.batchref = v.ref"""
_GAINED = "INSERT INTO allocation_allocation (orderid, sku, batchref, qty) {rows}"


@dataclass
class _Movement:
    purchased: int = 0
    allocated: int = 0
    released: bool = False


class Changes:
    """The sum of a product's events, table by table."""

    def __init__(self, product: Product, events: Sequence[Event]) -> None:
        self._product = product
        self._created: list[BatchCreated] = []
        self._moved: dict[str, _Movement] = {}
        self._lost: dict[str, Deallocated] = {}
        self._gained: dict[str, Allocated] = {}
        for event in events:
            self._take(event)

    def _take(self, event: Event) -> None:
        match event:
            case Allocated():
                self._gained[event.orderid] = event
                self._movement(event.batchref).allocated += event.qty
            case Deallocated():
                self._movement(event.batchref).allocated -= event.qty
                if self._gained.pop(event.orderid, None) is None:
                    self._lost[event.orderid] = event
            case BatchCreated():
                self._created.append(event)
            case BatchQuantityChanged():
                self._movement(event.ref).purchased += event.qty - event.old_qty
            case BatchReleased():
                self._movement(event.ref).released = True

    def _movement(self, ref: str) -> _Movement:
        return self._moved.setdefault(ref, _Movement())

    def write(self, statements: Statements, *, drift: Fragment) -> None:
        """`drift`: by how much others have moved the version since the product was read."""
        product, sku = self._product, self._product.sku
        statements.add_rows(
            _NEW_BATCHES,
            [
                (e.ref, sku, e.qty, 0, e.eta, e.expiry, e.released, e.qty, e.eta, e.released)
                for e in self._created
            ],
            types="text, text, bigint, bigint, date, date, bool, bigint, date, bool",
        )
        statements.add_rows(
            _MOVED_BATCHES,
            [(ref, m.purchased, m.allocated, m.released) for ref, m in sorted(self._moved.items())],
            types="text, bigint, bigint, bool",
        )
        new = {line.orderid for line in product.accepted}
        statements.add_rows(
            _NEW_LINES,
            [
                (
                    line.orderid,
                    sku,
                    line.qty,
                    line.position,
                    line.orderid in product.waiting,
                )
                for line in product.accepted
            ],
            types="text, text, bigint, bigint, bool",
            drift=drift,
        )
        touched = {**self._lost, **self._gained}.keys() - new
        statements.add_rows(
            _MOVED_LINES,
            [(orderid, sku, orderid not in self._gained) for orderid in sorted(touched)],
            types="text, text, bool",
        )
        statements.add_rows(
            _LOST,
            [(e.orderid, sku, e.batchref) for e in self._lost.values()],
            types="text, text, text",
        )
        statements.add_rows(
            _GAINED,
            [(e.orderid, sku, e.batchref, e.qty) for e in self._gained.values()],
            types="text, text, text, bigint",
        )
