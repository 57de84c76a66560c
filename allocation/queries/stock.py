"""Stock, orders lines and the ledger, for pages."""

from __future__ import annotations

from datetime import date
from typing import Any

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
    Value,
)
from django.db.models.functions import Coalesce

from allocation.models import AllocationView, Batch, OrderLine, Product, StockMovement
from domain.allocation.claim import NEVER


def allocations(orderid: str) -> list[dict[str, Any]]:
    """What the order has got, in the order in which it got it: `sku` and `batchref`."""
    rows = AllocationView.objects.filter(orderid=orderid).order_by("id")
    return [dict(row) for row in rows.values("sku", "batchref")]


def with_stock(products: QuerySet[Product], today: date) -> QuerySet[Any]:
    """Products with their units at a glance: available, incoming, allocated, waiting.

    Each figure is a subquery of its own: rows are not multiplied, and a page that shows fifty
    products, or counts them all, does not add up the stock of the others.
    """
    free = Sum(F("purchased_quantity") - F("allocated_quantity") - F("shipped_quantity"))
    fit = Q(expiry=None) | Q(expiry__gt=today)
    sellable = Batch.objects.filter(fit, released=True)
    return products.annotate(
        available=per_sku(sellable.filter(eta=None), free),
        incoming=per_sku(sellable.exclude(eta=None), free),
        allocated=per_sku(Batch.objects.all(), Sum("allocated_quantity")),
        batch_count=per_sku(Batch.objects.all(), Count("pk")),
        waiting=per_sku(OrderLine.objects.filter(waiting_quantity__gt=0), Sum("waiting_quantity")),
    )


def per_sku(rows: QuerySet[Any], figure: Aggregate) -> Coalesce:
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
    return OrderLine.objects.filter(waiting_quantity__gt=0).count()


def known_skus(most: int) -> list[str]:
    return list(Product.objects.order_by("sku").values_list("sku", flat=True)[:most])


def line_id(orderid: str, sku: str) -> int:
    return OrderLine.objects.values_list("pk", flat=True).get(orderid=orderid, sku=sku)


def batches_of(sku: str, most: int) -> list[Batch]:
    """Those with free units first, in the order in which they are sold from."""
    eta, expiry = F("eta").asc(nulls_first=True), F("expiry").asc(nulls_last=True)
    rows = Batch.objects.filter(sku=sku).order_by("-has_room", eta, expiry, "reference")
    return list(rows[:most])


def queue_of(sku: str, most: int) -> list[OrderLine]:
    """The lines that wait for the SKU, in the order in which they will be served."""
    waiting = OrderLine.objects.filter(sku=sku, waiting_quantity__gt=0)
    promised = Coalesce("promised", Value(NEVER))
    return list(waiting.order_by(F("priority") * -1, promised, "position")[:most])


def movements_of(batchref: str, most: int) -> list[StockMovement]:
    """The ledger of a batch, newest first."""
    return list(StockMovement.objects.filter(batchref=batchref).order_by("-id")[:most])
