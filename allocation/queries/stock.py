"""Stock, orders lines and the ledger, for pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    BigIntegerField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from allocation.models import AllocationView, Batch, OrderLine, Product, StockMovement


def allocations(orderid: str) -> list[dict[str, Any]]:
    """What the order has got, in the order in which it got it: `sku` and `batchref`."""
    rows = AllocationView.objects.filter(orderid=orderid).order_by("id")
    return [dict(row) for row in rows.values("sku", "batchref")]


def with_stock(products: QuerySet[Product], today: date) -> QuerySet[Any]:
    """Products with their units at a glance: available, incoming, allocated, waiting.

    Each figure is a subquery of its own: rows are not multiplied, and a page that shows fifty
    products, or counts them all, does not add up the stock of the others.
    """
    free = Sum(F("purchased_quantity") - F("allocated_quantity"))
    fit = Q(expiry=None) | Q(expiry__gt=today)
    sellable = Batch.objects.filter(fit, released=True)
    return products.annotate(
        available=_per_sku(sellable.filter(eta=None), free),
        incoming=_per_sku(sellable.exclude(eta=None), free),
        allocated=_per_sku(Batch.objects.all(), Sum("allocated_quantity")),
        batch_count=_per_sku(Batch.objects.all(), Count("pk")),
        waiting=_per_sku(OrderLine.objects.filter(waiting=True), Sum("qty")),
    )


def _per_sku(rows: QuerySet[Any], figure: Aggregate) -> Coalesce:
    """The figure over the rows of the product at hand; 0 without rows."""
    of_product = rows.filter(sku=OuterRef("pk")).order_by().values("sku")
    units = of_product.annotate(figure=figure).values("figure")
    return Coalesce(Subquery(units, output_field=BigIntegerField()), 0)


def scarcest(today: date, most: int) -> list[Product]:
    """Products `with_stock`: those with most units waiting first, then the least stocked."""
    products = with_stock(Product.objects.all(), today)
    return list(products.order_by("-waiting", "available", "sku")[:most])


def count_products() -> int:
    return Product.objects.count()


def count_waiting_lines() -> int:
    return OrderLine.objects.filter(waiting=True).count()


def known_skus(most: int) -> list[str]:
    return list(Product.objects.order_by("sku").values_list("sku", flat=True)[:most])


def line_id(orderid: str, sku: str) -> int:
    return OrderLine.objects.values_list("pk", flat=True).get(orderid=orderid, sku=sku)


def servers_of(orderid: str, sku: str) -> list[tuple[str, int]]:
    """The batches that serve the line, with the units of each."""
    rows = AllocationView.objects.filter(orderid=orderid, sku=sku).order_by("id")
    return list(rows.values_list("batchref", "qty"))


def batches_of(sku: str, most: int) -> list[Batch]:
    """Those with free units first, in the order in which they are sold from."""
    is_full = Q(allocated_quantity__gte=F("purchased_quantity"))
    rows = Batch.objects.filter(sku=sku).annotate(is_full=is_full)
    eta, expiry = F("eta").asc(nulls_first=True), F("expiry").asc(nulls_last=True)
    return list(rows.order_by("is_full", eta, expiry, "reference")[:most])


def queue_of(sku: str, most: int) -> list[OrderLine]:
    """The lines that wait for the SKU, oldest promise first."""
    return list(OrderLine.objects.filter(sku=sku, waiting=True).order_by("position")[:most])


def movements_of(batchref: str, most: int) -> list[StockMovement]:
    """The ledger of a batch, newest first."""
    return list(StockMovement.objects.filter(batchref=batchref).order_by("-id")[:most])


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


def counts() -> tuple[int, int]:
    """How many batches and order lines there are."""
    return Batch.objects.count(), OrderLine.objects.count()


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
