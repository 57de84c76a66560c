"""Tables for readers, written in the transaction that changes the stock."""

from __future__ import annotations

from datetime import datetime

from domain.allocation.events import (
    Allocated,
    BatchCreated,
    BatchQuantityChanged,
    BatchReleased,
    Deallocated,
)
from messaging.sql import Statements

_FORGET = """DELETE FROM allocations_view a USING ({rows}) v(orderid, sku)
    WHERE a.orderid = v.orderid AND a.sku = v.sku"""
_SHOW = "INSERT INTO allocations_view (orderid, sku, qty, batchref) {rows}"
_MOVEMENTS = """INSERT INTO allocation_stockmovement
    (batchref, sku, kind, purchased, allocated, orderid, reason, actor, recorded_at)
    {rows}"""

_Movement = BatchCreated | BatchReleased | BatchQuantityChanged | Allocated | Deallocated


class StoredAllocationsView:
    """`allocations_view`: which batch each line of an order has got."""

    def __init__(self) -> None:
        self._removed: dict[tuple[str, str], None] = {}
        self._added: dict[tuple[str, str], Allocated] = {}

    def add(self, event: Allocated) -> None:
        self._added[event.orderid, event.sku] = event

    def remove(self, event: Deallocated) -> None:
        key = (event.orderid, event.sku)
        self._added.pop(key, None)
        self._removed[key] = None

    def store(self, statements: Statements) -> None:
        statements.add_rows(_FORGET, list(self._removed), types="text, text")
        statements.add_rows(
            _SHOW,
            [(e.orderid, e.sku, e.qty, e.batchref) for e in self._added.values()],
            types="text, text, bigint, text",
        )


class StoredLedger:
    """The stock ledger: who moved how much, when and why."""

    def __init__(self, *, actor: str, now: datetime) -> None:
        self._actor = actor
        self._now = now
        self._rows: list[tuple[object, ...]] = []

    def write(self, event: _Movement) -> None:
        self._rows.append((*_row(event), self._actor, self._now))

    def store(self, statements: Statements) -> None:
        statements.add_rows(
            _MOVEMENTS,
            self._rows,
            types="text, text, text, bigint, bigint, text, text, text, timestamptz",
        )


def _row(event: _Movement) -> tuple[object, ...]:
    match event:
        case BatchCreated():
            reason = f"announced, due {event.eta}" if event.eta else "put into stock"
            return (event.ref, event.sku, "receive", event.qty, 0, "", reason)
        case BatchReleased():
            return (event.ref, event.sku, "sell", 0, 0, "", "released for sale")
        case BatchQuantityChanged():
            change = event.qty - event.old_qty
            reason = f"{event.old_qty} turned out to be {event.qty}"
            return (event.ref, event.sku, "correct", change, 0, "", reason)
        case Allocated():
            row = (event.batchref, event.sku, "allocate", 0, event.qty)
            return (*row, event.orderid, "best batch with room for the line")
        case Deallocated():
            row = (event.batchref, event.sku, "release", 0, -event.qty)
            return (*row, event.orderid, "the batch shrank")
