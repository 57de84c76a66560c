"""The books of the stock, compared."""

from __future__ import annotations

from typing import Any

from django.db import connection

from allocation.models import Batch, OrderLine
from domain.allocation.stock_audit import Difference
from messaging.snapshot import snapshot

LONGEST = 150  # seconds for one query; the broker would hand the task to another after 180

_DIFFERENCES = """
SELECT COALESCE(b.reference, l.batchref) AS batchref, COALESCE(b.sku, l.sku) AS sku,
    b.purchased_quantity AS purchased, COALESCE(l.purchased, 0) AS purchased_by_ledger,
    b.allocated_quantity AS allocated, COALESCE(l.allocated, 0) AS allocated_by_ledger,
    COALESCE(a.allocated, 0) AS allocated_by_lines,
    b.shipped_quantity AS shipped, COALESCE(l.shipped, 0) AS shipped_by_ledger
FROM allocation_batch b
FULL JOIN (
    SELECT batchref, min(sku) AS sku, sum(purchased) AS purchased, sum(allocated) AS allocated,
        sum(shipped) AS shipped
    FROM allocation_stockmovement GROUP BY batchref
) l ON l.batchref = b.reference
LEFT JOIN (
    SELECT batchref, sum(qty) AS allocated FROM allocation_allocation GROUP BY batchref
) a ON a.batchref = b.reference
WHERE (COALESCE(b.purchased_quantity, 0), COALESCE(b.allocated_quantity, 0),
        COALESCE(b.allocated_quantity, 0), COALESCE(b.shipped_quantity, 0))
    <> (COALESCE(l.purchased, 0), COALESCE(l.allocated, 0), COALESCE(a.allocated, 0),
        COALESCE(l.shipped, 0))
ORDER BY 1
"""

_LOST_LINES = """
WITH places AS (
    SELECT orderid, sku, batchref, sum(held) AS held, sum(shown) AS shown
    FROM (
        SELECT orderid, sku, batchref, qty AS held, 0 AS shown FROM allocation_allocation
        UNION ALL SELECT orderid, sku, batchref, 0, qty FROM allocations_view
    ) r GROUP BY orderid, sku, batchref
), units AS (
    SELECT orderid, sku, sum(held) AS allocated, sum(shown) AS shown,
        bool_and(held >= 0 AND shown >= held) AS is_shown
    FROM places GROUP BY orderid, sku
)
SELECT orderid, sku, l.qty, l.waiting_quantity AS waiting, l.shipped_quantity AS shipped,
    l.cancelled_quantity AS cancelled, COALESCE(u.allocated, 0) AS allocated,
    COALESCE(u.shown, 0) AS shown
FROM allocation_orderline l FULL JOIN units u USING (orderid, sku)
WHERE COALESCE(l.qty, 0) <> COALESCE(u.allocated, 0) + COALESCE(l.waiting_quantity, 0)
        + COALESCE(l.shipped_quantity, 0) + COALESCE(l.cancelled_quantity, 0)
    OR COALESCE(u.shown, 0) <> COALESCE(u.allocated, 0) + COALESCE(l.shipped_quantity, 0)
    OR NOT COALESCE(u.is_shown, true)
ORDER BY orderid, sku
"""


def counts() -> tuple[int, int]:
    """How many batches and order lines there are."""
    return Batch.objects.count(), OrderLine.objects.count()


def counter_differences() -> list[dict[str, Any]]:
    """Batches whose counters the ledger, or the allocations, do not bear out; none is right."""
    return _rows(_DIFFERENCES)


def misplaced_lines() -> list[dict[str, Any]]:
    """Lines of which a unit is nowhere, or twice, or not shown; none is right."""
    return _rows(_LOST_LINES)


def book_differences() -> list[Difference]:
    """Both, as they stood at one moment: orders that go on meanwhile are no differences."""
    with snapshot(seconds=LONGEST):
        return [
            *({"what": "batch", **row} for row in counter_differences()),
            *({"what": "line", **row} for row in misplaced_lines()),
        ]


def _rows(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    """Sums of bigint are numeric, and come as Decimal."""
    return value if value is None or isinstance(value, str) else int(value)
