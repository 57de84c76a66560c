"""How an order stands, as its customer and the staff are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from domain.allocation.claim import Claim
from domain.allocation.order import Order
from domain.allocation.shelf import Shelf


@dataclass(frozen=True)
class Part:
    """Units of a line that a batch holds; `eta` None: they are in the warehouse."""

    batch: str
    qty: int
    eta: date | None
    why: str


@dataclass(frozen=True)
class LineStanding:
    """A line, in units. `promised`: when the whole of it is ready; None while a part waits."""

    sku: str
    qty: int
    waiting: int
    shipped: int
    cancelled: int
    promised: date | None
    parts: tuple[Part, ...]

    @property
    def status(self) -> str:
        """cancelled, shipped, backordered or allocated."""
        if self.cancelled == self.qty:
            return "cancelled"
        if self.shipped + self.cancelled == self.qty:
            return "shipped"
        return "backordered" if self.waiting else "allocated"

    @property
    def why(self) -> str:
        """The reason for where the line stands."""
        reasons = [part.why for part in self.parts]
        if self.waiting:
            reasons.append(f"{self.waiting} wait: no batch has room for them")
        return "; ".join(reasons)


def status_of(lines: Iterable[LineStanding], *, cancelled: bool) -> str:
    """The status of an order: cancelled, shipped, partly_shipped, backordered or allocated."""
    lines = list(lines)
    statuses = {line.status for line in lines}
    if cancelled and not any(line.shipped for line in lines):
        return "cancelled"
    if statuses <= {"shipped", "cancelled"}:
        return "shipped" if "shipped" in statuses else "cancelled"
    if any(line.shipped for line in lines):
        return "partly_shipped"
    return "backordered" if "backordered" in statuses else "allocated"


def standing_of(order: Order, shelves: Sequence[Shelf]) -> list[LineStanding]:
    """The lines of an order whose products are all here, by sku."""
    return [
        _line(shelf, shelf.claims[order.orderid])
        for shelf in sorted(shelves, key=lambda shelf: shelf.sku)
        if order.orderid in shelf.claims
    ]


def told(order: Order, lines: Sequence[LineStanding]) -> dict[str, Any]:
    """The order as it is answered to its customer: plain values, days as ISO dates."""
    promises = [line.promised for line in lines if line.status != "cancelled"]
    whole = [day for day in promises if day]
    return {
        "id": order.reference,
        "status": status_of(lines, cancelled=order.cancelled),
        "version": order.version_number,
        "placed_at": order.placed_at.isoformat() if order.placed_at else None,
        "requested_date": _iso(order.requested),
        "promised_date": _iso(max(whole)) if whole and None not in promises else None,
        "allow_partial": order.wish.allow_partial,
        "ship_to": dict(order.ship_to),
        "lines": [_told_line(line) for line in lines],
        "shipments": [
            {
                "number": shipment.number,
                "carrier": shipment.carrier,
                "tracking": shipment.tracking,
                "lines": [{"sku": sku, "qty": units} for sku, units in shipment.lines],
            }
            for shipment in order.shipments
        ],
    }


def _told_line(line: LineStanding) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "qty": line.qty,
        "status": line.status,
        "allocated": [{**asdict(part), "eta": _iso(part.eta)} for part in line.parts],
        "waiting": line.waiting,
        "shipped": line.shipped,
        "cancelled": line.cancelled,
        "promised_date": _iso(line.promised),
        "why": line.why,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _line(shelf: Shelf, claim: Claim) -> LineStanding:
    parts = tuple(
        Part(
            batch.reference,
            batch.held[claim.orderid],
            batch.eta,
            claim.reasons.get(batch.reference, ""),
        )
        for batch in shelf.holders(claim.orderid)
    )
    return LineStanding(
        sku=shelf.sku,
        qty=claim.qty,
        waiting=claim.waiting,
        shipped=claim.shipped,
        cancelled=claim.cancelled,
        promised=None if claim.waiting else claim.promised,
        parts=parts,
    )
