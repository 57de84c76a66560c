"""What calls for somebody to act, at a glance; each costs the same however long the history is."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Coalesce

from allocation.models import Batch, OrderLine
from allocation.queries.shipping import ready_first
from domain.allocation.claim import NEVER

MOST_COUNTED = 1_000
MOST_LOOKED_AT = 5_000

# Promises that come after the requested day, and those that rest on a batch that should be here.
_AT_RISK = """
WITH open AS (
    SELECT orderid, promised FROM allocation_orderline
    WHERE qty > waiting_quantity + shipped_quantity + cancelled_quantity
        AND COALESCE(promised, '9999-12-31'::date) > %(today)s
    ORDER BY COALESCE(promised, '9999-12-31'::date), id LIMIT %(most)s
), late AS (
    SELECT a.orderid, %(today)s - b.eta AS days
    FROM allocation_batch b JOIN allocation_allocation a ON a.batchref = b.reference
    WHERE b.eta < %(today)s LIMIT %(most)s
), risks AS (
    SELECT o.orderid, l.promised - o.requested AS days
    FROM open l JOIN allocation_order o ON o.orderid = l.orderid AND o.requested < l.promised
    UNION ALL SELECT orderid, days FROM late
)
SELECT orderid, max(days) AS days, count(*) OVER () FROM risks
GROUP BY orderid ORDER BY days DESC, orderid LIMIT %(shown)s
"""


def count_to_ship(today: date) -> int:
    """Orders with units ready that are promised for today, or were for before; 1000 at most."""
    rows = OrderLine.objects.alias(day=Coalesce("promised", Value(NEVER)))
    return rows.filter(ready_first(today), day__lte=today)[:MOST_COUNTED].count()


def count_late_batches(today: date) -> int:
    return Batch.objects.filter(eta__lt=today).count()


def oldest_backorders(most: int) -> list[OrderLine]:
    waiting = OrderLine.objects.filter(waiting_quantity__gt=0)
    return list(waiting.order_by("accepted_at", "id")[:most])


def promises_at_risk(today: date, most: int) -> tuple[list[tuple[str, int]], int]:
    """The worst orders with their days of delay, and how many orders there are."""
    with connection.cursor() as cursor:
        cursor.execute(_AT_RISK, {"today": today, "most": MOST_LOOKED_AT, "shown": most})
        rows = cursor.fetchall()
    return [(orderid, days) for orderid, days, _ in rows], rows[0][2] if rows else 0
