"""What readers see of the stock: which batch each line has got, and the ledger."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from allocation.ports import Movement
from domain.allocation.events import (
    Allocated,
    BatchBlocked,
    BatchCreated,
    BatchEtaChanged,
    BatchExpired,
    BatchQuantityChanged,
    BatchReceived,
    BatchReleased,
    CountersRepaired,
    Deallocated,
    UnitsShipped,
)
from messaging.sql import Statements

_GONE = """DELETE FROM allocations_view a USING ({rows}) v(orderid, sku, ref, qty)
    WHERE a.orderid = v.orderid AND a.sku = v.sku AND a.batchref = v.ref AND a.qty = v.qty"""
_LESS = """UPDATE allocations_view a SET qty = a.qty - v.qty
    FROM ({rows}) v(orderid, sku, ref, qty)
    WHERE a.orderid = v.orderid AND a.sku = v.sku AND a.batchref = v.ref AND a.qty > v.qty"""
_MORE = """INSERT INTO allocations_view AS a (orderid, sku, batchref, qty) {rows}
    ON CONFLICT (orderid, sku, batchref) DO UPDATE SET qty = a.qty + excluded.qty"""
_MOVEMENTS = """INSERT INTO allocation_stockmovement
    (batchref, sku, kind, purchased, allocated, shipped, orderid, reason, document, actor,
    recorded_at) {rows}"""

Row = tuple[object, ...]


class StoredAllocationsView:
    """`allocations_view`: which batches each line of an order has got, shipped units included."""

    def __init__(self) -> None:
        self._units: dict[tuple[str, str, str], int] = defaultdict(int)

    def add(self, event: Allocated) -> None:
        self._units[event.orderid, event.sku, event.batchref] += event.qty

    def remove(self, event: Deallocated) -> None:
        self._units[event.orderid, event.sku, event.batchref] -= event.qty

    def store(self, statements: Statements) -> None:
        types = "text, text, text, bigint"
        less = [(*place, -units) for place, units in self._units.items() if units < 0]
        more = [(*place, units) for place, units in self._units.items() if units > 0]
        statements.add_rows(_GONE, less, types=types)
        statements.add_rows(_LESS, less, types=types)
        statements.add_rows(_MORE, more, types=types)


class StoredLedger:
    """The stock ledger: who moved how much, when and why."""

    def __init__(self, *, actor: str, now: datetime) -> None:
        self._actor = actor
        self._now = now
        self._rows: list[Row] = []

    def write(self, event: Movement) -> None:
        self._rows.append((*_row(event), self._actor, self._now))

    def store(self, statements: Statements) -> None:
        types = "text, text, text, bigint, bigint, bigint, text, text, text, text, timestamptz"
        statements.add_rows(_MOVEMENTS, self._rows, types=types)


def _row(event: Movement) -> Row:
    """Batch, sku, kind; units purchased, allocated and shipped; order, reason, document."""
    match event:
        case Allocated():
            return _line(event, "allocate", event.qty, 0, event.reason)
        case Deallocated():
            return _line(event, "release", -event.qty, 0, event.reason)
        case UnitsShipped():
            reason = f"shipment {event.shipment}"
            return _line(event, "ship", -event.qty, event.qty, reason, event.shipment)
        case _:
            return _batch(event)


def _line(
    event: Allocated | Deallocated | UnitsShipped,
    kind: str,
    allocated: int,
    shipped: int,
    reason: str,
    document: str = "",
) -> Row:
    place = (event.batchref, event.sku, kind, 0, allocated, shipped)
    return (*place, event.orderid, reason, document)


def _batch(event: Movement) -> Row:
    match event:
        case BatchCreated():
            kind = "announce" if event.eta else "receive"
            reason = f"announced, due {event.eta}" if event.eta else "put into stock"
            return _of(event, kind, event.qty, event.reason or reason)
        case BatchReceived():
            reason = f"{event.qty} of {event.expected} came in"
            return _of(event, "receive", event.qty - event.expected, reason, event.document)
        case BatchQuantityChanged():
            change = event.qty - event.old_qty
            kind = "scrap" if event.scrapped else "shrink" if change < 0 else "correct"
            reason = event.reason or f"{event.old_qty} turned out to be {event.qty}"
            return _of(event, kind, change, reason, event.document)
        case BatchEtaChanged():
            return _of(event, "delay", 0, f"due {event.eta} and not {event.old_eta}")
        case BatchReleased():
            return _of(event, "sell", 0, "released for sale")
        case BatchBlocked():
            return _of(event, "block", 0, event.reason)
        case CountersRepaired():
            place = (event.ref, event.sku, "correct")
            units = (event.purchased, event.allocated, event.shipped)
            return (*place, *units, "", event.reason, event.document)
        case BatchExpired():
            return _of(event, "expire", 0, f"unfit from {event.expiry} on")
    raise TypeError(event)


_AboutBatch = (
    BatchCreated
    | BatchReleased
    | BatchBlocked
    | BatchExpired
    | BatchQuantityChanged
    | BatchEtaChanged
    | BatchReceived
)


def _of(event: _AboutBatch, kind: str, change: int, reason: str, document: str = "") -> Row:
    return (event.ref, event.sku, kind, change, 0, 0, "", reason, document)
