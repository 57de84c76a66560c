"""What happened to an order, in order: its events, the ledger, and what it was promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from allocation.models import OrderMoment, StockMovement
from domain.allocation.moments import Moment, moment_of
from messaging.models import OutboxEvent
from messaging.queries import events_about
from messaging.serialization import UnknownEvent, from_json

_OF_THE_ORDER = ["OrderPlaced", "OrderAmended", "OrderCancelled", "OrderShipped"]
_SAID = ["accepted", "amended", "cancelled", "shipped"]
_PROMISES = ["backordered", "promise_changed"]
_FIRST, _THEN, _LAST = range(3)  # within one command


@dataclass(frozen=True)
class Happening:
    """One thing that happened; `who` is empty where it followed from something else."""

    at: datetime
    rank: int
    what: str
    text: str
    sku: str = ""
    units: int | None = None
    who: str = ""


def timeline(orderid: str, most: int) -> list[Happening]:
    """The last `most` of each source, newest first."""
    found = [*_events(orderid, most), *_movements(orderid, most), *_promises(orderid, most)]
    return sorted(found, key=lambda one: (one.at, one.rank), reverse=True)


def _events(orderid: str, most: int) -> list[Happening]:
    """From the event log, with the moment at which the customer was told: events are written a
    little later than what follows from them. An order of the classic doors has no moments."""
    events = events_about(orderid, _OF_THE_ORDER, most)
    moments = OrderMoment.objects.filter(orderid=orderid, kind__in=_SAID).order_by("-id")[:most]
    return [
        Happening(
            at=moment.at if moment else event.recorded_at,
            rank=_FIRST,
            what=_read(event).kind,
            text=_read(event).text,
            who=event.actor,
        )
        for event, moment in zip_longest(events, list(moments)[: len(events)])
    ]


def _read(event: OutboxEvent) -> Moment:
    try:
        return moment_of(from_json(event.type, event.payload))  # type: ignore[arg-type]
    except UnknownEvent:
        return Moment(event.type, "")


def _movements(orderid: str, most: int) -> list[Happening]:
    rows = StockMovement.objects.filter(orderid=orderid).exclude(orderid="").order_by("-id")
    return [
        Happening(
            at=row.recorded_at,
            rank=_THEN,
            what=row.get_kind_display(),
            text=row.reason,
            sku=row.sku,
            units=abs(row.shipped or row.allocated),
            who=row.actor,
        )
        for row in rows[:most]
    ]


def _promises(orderid: str, most: int) -> list[Happening]:
    rows = OrderMoment.objects.filter(orderid=orderid, kind__in=_PROMISES).order_by("-id")
    return [
        Happening(
            at=row.at,
            rank=_LAST,
            what=row.kind.replace("_", " "),
            text=row.text,
            sku=row.sku,
            units=row.qty,
        )
        for row in rows[:most]
    ]
