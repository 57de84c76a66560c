"""What is shown below an order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin import columns
from allocation.models import Allocation, Batch, OrderLine, Product, Shipment, StockMovement
from messaging.admin.command_admin import Table
from messaging.admin.looks import badge, list_of, page_of

MOST_SHOWN = 100

Row = tuple[Any, ...]


def lines_table(orderid: str) -> Table:
    """Where each unit is, and why."""
    parts = queries.parts_of(orderid)
    rows = [row for line in queries.lines_of([orderid])[orderid] for row in _line(line, parts)]
    headers = ["SKU", "units", "state", "batch", "line promised for", "why"]
    return Table("Lines, and why each is where it is", headers, rows)


def shipments_table(orderid: str) -> Table:
    rows = [
        (
            page_of(Shipment, shipment.pk),
            columns.moment(shipment.shipped_at),
            columns.contents(shipment.lines),
            " ".join((shipment.carrier, shipment.tracking)).strip() or None,
        )
        for shipment in queries.shipments_of(orderid)
    ]
    return Table("Shipments", ["number", "left", "units", "carrier"], rows)


def timeline_table(orderid: str) -> Table:
    rows = [
        (
            columns.moment(one.at),
            one.what,
            f"{columns.units(one.units)} {one.sku}" if one.units else one.sku or None,
            one.text,
            one.who or None,
        )
        for one in queries.timeline(orderid, MOST_SHOWN)
    ]
    ledger = list_of(StockMovement, orderid=orderid)
    headers = ["when", "what", "units", "why", "who"]
    return Table("Timeline", headers, rows, ledger, "All movements in the ledger")


def _line(line: OrderLine, parts: list[Allocation]) -> Iterator[Row]:
    sku = page_of(Product, line.sku_id)
    for part in (part for part in parts if part.sku == line.sku_id):
        promised = columns.day(line.promised) or None
        batch = page_of(Batch, part.batch_id)
        yield sku, columns.units(part.qty), _place(part.batch), batch, promised, part.reason
    for units, state, why in (
        (line.waiting_quantity, badge("waiting", "warning"), "no batch has room for them"),
        (line.shipped_quantity, badge("shipped", "info"), ""),
        (line.cancelled_quantity, badge("cancelled"), ""),
    ):
        if units:
            yield sku, columns.units(units), state, None, None, why


def _place(batch: Batch) -> SafeString:
    if batch.eta is None:
        return badge("ready", "success")
    return badge(f"due {columns.day(batch.eta)}")
