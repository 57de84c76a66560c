"""The read side: plain rows for pages and answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from allocation.models import AllocationView, OrderLine, Product


def allocations(orderid: str) -> list[dict[str, Any]]:
    """What the order has got, in the order in which it got it: `sku` and `batchref`."""
    rows = AllocationView.objects.filter(orderid=orderid).order_by("id")
    return [dict(row) for row in rows.values("sku", "batchref")]


def with_stock(products: QuerySet[Product], today: date) -> QuerySet[Product]:
    """Products with their units at a glance: available, incoming, allocated, waiting."""
    free = F("batches__purchased_quantity") - F("batches__allocated_quantity")
    sellable = Q(batches__released=True) & (Q(batches__expiry=None) | Q(batches__expiry__gt=today))
    waiting = (
        OrderLine.objects.filter(sku=OuterRef("pk"), waiting=True)
        .order_by()
        .values("sku")
        .annotate(units=Sum("qty"))
        .values("units")
    )
    return products.annotate(
        available=Coalesce(Sum(free, filter=sellable & Q(batches__eta=None)), 0),
        incoming=Coalesce(Sum(free, filter=sellable & Q(batches__eta__isnull=False)), 0),
        allocated=Coalesce(Sum("batches__allocated_quantity"), 0),
        batch_count=Count("batches"),
        waiting=Coalesce(waiting, 0),
    )


_DIFFERENCES = """
SELECT COALESCE(b.reference, l.batchref) AS batchref,
    b.purchased_quantity AS purchased, COALESCE(l.purchased, 0) AS purchased_by_ledger,
    b.allocated_quantity AS allocated, COALESCE(l.allocated, 0) AS allocated_by_ledger,
    COALESCE(a.allocated, 0) AS allocated_by_lines
FROM allocation_batch b
FULL JOIN (
    SELECT batchref, sum(purchased) AS purchased, sum(allocated) AS allocated
    FROM allocation_stockmovement GROUP BY batchref
) l ON l.batchref = b.reference
LEFT JOIN (
    SELECT batchref, sum(qty) AS allocated FROM allocation_allocation GROUP BY batchref
) a ON a.batchref = b.reference
WHERE (b.purchased_quantity, b.allocated_quantity, b.allocated_quantity)
    IS DISTINCT FROM (l.purchased, l.allocated, COALESCE(a.allocated, 0))
ORDER BY 1
"""

_LOST_LINES = """
SELECT l.orderid, l.sku, l.qty, l.waiting, COALESCE(sum(a.qty), 0) AS allocated,
    (SELECT count(*) FROM allocations_view v WHERE v.orderid = l.orderid AND v.sku = l.sku) AS shown
FROM allocation_orderline l
LEFT JOIN allocation_allocation a ON a.orderid = l.orderid AND a.sku = l.sku
GROUP BY l.id
HAVING COALESCE(sum(a.qty), 0) <> CASE WHEN l.waiting THEN 0 ELSE l.qty END
    OR (SELECT count(*) FROM allocations_view v WHERE v.orderid = l.orderid AND v.sku = l.sku)
        <> count(a.id)
ORDER BY l.orderid, l.sku
"""


def counter_differences() -> list[dict[str, Any]]:
    """Batches whose counters the ledger, or the allocations, do not bear out; none is right."""
    return _rows(_DIFFERENCES)


def misplaced_lines() -> list[dict[str, Any]]:
    """Lines that are neither wholly allocated and shown, nor wholly waiting; none is right."""
    return _rows(_LOST_LINES)


def _rows(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
