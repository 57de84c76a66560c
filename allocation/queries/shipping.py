"""What can leave the house, and what has left it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from allocation.models import Allocation, Batch, OrderLine, StockMovement
from allocation.models.orders import HELD
from domain.allocation.claim import NEVER


def ready_first(today: date) -> Q:
    """Lines that have units ready in the warehouse: of each order the one that was promised first.

    In the order of the index `to_ship`, a page of them costs no more than it shows.
    """
    promised = Coalesce("promised", Value(NEVER))
    of_outer = Coalesce(OuterRef("promised"), Value(NEVER))
    earlier = (
        OrderLine.objects.filter(HELD, Q(Exists(_parts_here(today))), orderid=OuterRef("orderid"))
        .annotate(day=promised)
        .filter(Q(day__lt=of_outer) | Q(day=of_outer, id__lt=OuterRef("id")))
    )
    return HELD & Q(Exists(_parts_here(today))) & ~Q(Exists(earlier))


def ready_to_ship(orderids: Collection[str], today: date) -> dict[str, dict[str, int]]:
    """Units by sku of each order."""
    ready: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Allocation.objects.filter(_here(today), orderid__in=orderids).order_by("orderid", "sku")
    for orderid, sku, units in rows.values_list("orderid", "sku").annotate(units=Sum("qty")):
        ready[orderid][sku] = units
    return ready


def packed(shipment: str, orderid: str) -> list[dict[str, Any]]:
    """What is in the parcel: sku, batch, units and the day on which they expire."""
    moves = StockMovement.objects.filter(orderid=orderid, kind="ship", document=shipment)
    rows = list(moves.order_by("sku", "id").values("sku", "batchref", units=F("shipped")))
    batches = Batch.objects.in_bulk([row["batchref"] for row in rows])
    return [{**row, "expiry": batches[row["batchref"]].expiry} for row in rows]


def _parts_here(today: date) -> Any:
    return Allocation.objects.filter(_here(today), orderid=OuterRef("orderid"), sku=OuterRef("sku"))


def _here(today: date) -> Q:
    """In the warehouse, and fit to be sold."""
    fit = Q(batch__expiry=None) | Q(batch__expiry__gt=today)
    return fit & Q(batch__eta=None, batch__released=True)
