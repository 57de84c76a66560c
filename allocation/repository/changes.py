"""What the events of products change in the tables, as set-based statements.

State is written from the same events that are told to others, so rows and event log cannot
disagree. Counters move by relative updates: the checks in the database are the guard against
whoever moved them meanwhile. A claim that was known before is only changed under the lock of its
product, so its row is written as it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.allocation.batch import Status
from domain.allocation.claim import Claim
from domain.allocation.events import (
    Allocated,
    BatchBlocked,
    BatchCreated,
    BatchEtaChanged,
    BatchExpired,
    BatchQuantityChanged,
    BatchReceived,
    BatchReleased,
    Deallocated,
    LineChanged,
    PromiseChanged,
    UnitsShipped,
)
from domain.allocation.product import Product
from domain.kernel import Event
from messaging.sql import Fragment, Statements

_NEW_BATCHES = """INSERT INTO allocation_batch (reference, sku, purchased_quantity,
    allocated_quantity, eta, expiry, produced, status, announced_quantity, announced_eta,
    announced_released, formula, supplier, created_at)
    SELECT r.*, now() FROM ({rows}) r"""
_TAKEN = """UPDATE allocation_batch SET allocated_quantity = allocated_quantity + %s
    WHERE reference = %s"""
_MOVED_BATCHES = """UPDATE allocation_batch b SET
    purchased_quantity = b.purchased_quantity + v.purchased,
    allocated_quantity = b.allocated_quantity + v.allocated,
    shipped_quantity = b.shipped_quantity + v.shipped,
    eta = CASE WHEN v.moved THEN v.eta ELSE b.eta END,
    status = COALESCE(v.status, b.status)
    FROM ({rows}) v(ref, purchased, allocated, shipped, moved, eta, status)
    WHERE b.reference = v.ref"""
_NEW_LINES = """INSERT INTO allocation_orderline (orderid, sku, qty, position, customer, priority,
    splittable, waiting_quantity, promised, accepted_at)
    SELECT orderid, sku, qty, position + {drift}, customer, priority, splittable, waiting, promised,
        now()
    FROM ({rows}) r(orderid, sku, qty, position, customer, priority, splittable, waiting, promised)
    """
_MOVED_LINES = """UPDATE allocation_orderline l SET qty = v.qty, waiting_quantity = v.waiting,
    shipped_quantity = v.shipped, cancelled_quantity = v.cancelled, promised = v.promised
    FROM ({rows}) v(orderid, sku, qty, waiting, shipped, cancelled, promised)
    WHERE l.orderid = v.orderid AND l.sku = v.sku"""
_GAINED = """INSERT INTO allocation_allocation AS a (orderid, sku, batchref, qty, reason) {rows}
    ON CONFLICT (orderid, sku, batchref)
    DO UPDATE SET qty = a.qty + excluded.qty, reason = excluded.reason"""
_SPENT = """DELETE FROM allocation_allocation a USING ({rows}) v(orderid, sku, ref, qty)
    WHERE a.orderid = v.orderid AND a.sku = v.sku AND a.batchref = v.ref AND a.qty = v.qty"""
_LOST = """UPDATE allocation_allocation a SET qty = a.qty - v.qty
    FROM ({rows}) v(orderid, sku, ref, qty)
    WHERE a.orderid = v.orderid AND a.sku = v.sku AND a.batchref = v.ref AND a.qty > v.qty"""

_STATUS_AFTER: dict[type[Event], Status] = {
    BatchReleased: Status.RELEASED,
    BatchBlocked: Status.BLOCKED,
    BatchExpired: Status.EXPIRED,
}

Place = tuple[str, str, str]  # order, sku, batch


@dataclass
class _Movement:
    purchased: int = 0
    allocated: int = 0
    shipped: int = 0
    moved: bool = False
    eta: date | None = None
    status: Status | None = None


class Changes:
    """The sum of the events of some products, table by table."""

    def __init__(self) -> None:
        self._created: list[BatchCreated] = []
        self._moved: dict[str, _Movement] = defaultdict(_Movement)
        self._accepted: dict[Fragment, list[tuple[object, ...]]] = defaultdict(list)
        self._claims: dict[tuple[str, str], Claim] = {}
        self._held: dict[Place, int] = defaultdict(int)
        self._reasons: dict[Place, str] = {}

    def add(self, product: Product, events: Sequence[Event], drift: Fragment) -> None:
        """`drift`: by how much others have moved the version since the product was read."""
        for event in events:
            match event:
                case Allocated() | Deallocated() | UnitsShipped():
                    self._touch(product, event.orderid)
                    self._move_units(event)
                case LineChanged() | PromiseChanged():
                    self._touch(product, event.orderid)
                case _:
                    self._change_batch(event)
        for claim in product.accepted:
            self._accepted[drift].append(_accepted(product, claim))
            self._claims.pop((claim.orderid, product.sku), None)
        product.accepted = []

    def _touch(self, product: Product, orderid: str) -> None:
        self._claims[orderid, product.sku] = product.claims[orderid]

    def _move_units(self, event: Allocated | Deallocated | UnitsShipped) -> None:
        place = (event.orderid, event.sku, event.batchref)
        units = event.qty if isinstance(event, Allocated) else -event.qty
        self._held[place] += units
        self._moved[event.batchref].allocated += units
        if isinstance(event, Allocated):
            self._reasons[place] = event.reason
        elif isinstance(event, UnitsShipped):
            self._moved[event.batchref].shipped += event.qty

    def _change_batch(self, event: Event) -> None:
        match event:
            case BatchCreated():
                self._created.append(event)
            case BatchQuantityChanged():
                self._moved[event.ref].purchased += event.qty - event.old_qty
            case BatchReceived():
                self._moved[event.ref].purchased += event.qty - event.expected
                self._moved[event.ref].moved = True
            case BatchEtaChanged():
                self._moved[event.ref].moved = True
                self._moved[event.ref].eta = event.eta
            case BatchReleased() | BatchBlocked() | BatchExpired():
                self._moved[event.ref].status = _STATUS_AFTER[type(event)]

    def write(self, statements: Statements) -> None:
        self._write_batches(statements)
        self._write_lines(statements)
        self._write_allocations(statements)

    def _write_batches(self, statements: Statements) -> None:
        statements.add_rows(
            _NEW_BATCHES,
            map(_announced, self._created),
            types="text, text, bigint, bigint, date, date, date, text, bigint, date, bool, text,"
            " text",
        )
        moved = sorted(self._moved.items())
        if len(moved) == 1 and moved[0][1] == _Movement(allocated=moved[0][1].allocated):
            [(ref, taken)] = moved  # what happens all day is planned in half the time
            statements.add(_TAKEN, [taken.allocated, ref])
            return
        statements.add_rows(
            _MOVED_BATCHES,
            [
                (ref, m.purchased, m.allocated, m.shipped, m.moved, m.eta, m.status)
                for ref, m in moved
            ],
            types="text, bigint, bigint, bigint, bool, date, text",
        )

    def _write_lines(self, statements: Statements) -> None:
        for drift, accepted in self._accepted.items():
            statements.add_rows(
                _NEW_LINES,
                accepted,
                types="text, text, bigint, bigint, text, smallint, bool, bigint, date",
                drift=drift,
            )
        statements.add_rows(
            _MOVED_LINES,
            [
                (orderid, sku, c.qty, c.waiting, c.shipped, c.cancelled, c.promised)
                for (orderid, sku), c in sorted(self._claims.items())
            ],
            types="text, text, bigint, bigint, bigint, bigint, date",
        )

    def _write_allocations(self, statements: Statements) -> None:
        lost = [(*place, -units) for place, units in self._held.items() if units < 0]
        for sql in (_SPENT, _LOST):
            statements.add_rows(sql, lost, types="text, text, text, bigint")
        statements.add_rows(
            _GAINED,
            [
                (*place, units, self._reasons[place])
                for place, units in self._held.items()
                if units > 0
            ],
            types="text, text, text, bigint, text",
        )


def _announced(event: BatchCreated) -> tuple[object, ...]:
    status = Status.RELEASED if event.released else Status.QUARANTINE
    days = (event.eta, event.expiry, event.produced)
    said = (event.qty, event.eta, event.released, event.formula, event.supplier)
    return (event.ref, event.sku, event.qty, 0, *days, status, *said)


def _accepted(product: Product, claim: Claim) -> tuple[object, ...]:
    place = (claim.orderid, product.sku, claim.qty, claim.position)
    terms = (claim.terms.customer, claim.terms.priority, claim.terms.splittable)
    return (*place, *terms, claim.waiting, claim.promised)
