"""Products as customers see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, F, JSONField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from allocation.models import Batch, CatalogueItem, Product
from allocation.queries.origins import with_source
from allocation.queries.stock import with_stock


def products(today: date) -> QuerySet[Any]:
    """Products with their free units, scent, pack, currency and prices, and since when they are
    made as they are (see `with_source`)."""
    item = CatalogueItem.objects.filter(sku=OuterRef("sku"))

    def said(name: str) -> Coalesce:
        return Coalesce(Subquery(item.values(name)), Value(""), output_field=CharField())

    prices = Subquery(item.values("prices"), output_field=JSONField())
    rows: QuerySet[Any] = with_stock(Product.objects.all(), today)
    rows = rows.annotate(scent=said("scent"), pack=said("pack"), currency=said("currency"))
    return with_source(rows.annotate(prices=prices), "sku")


def incoming(skus: Iterable[str], today: date) -> dict[str, list[dict[str, Any]]]:
    """The free units on their way, by sku: `date` and `qty`, the earliest first."""
    fit = Q(expiry=None) | Q(expiry__gt=today)
    free = F("purchased_quantity") - F("allocated_quantity") - F("shipped_quantity")
    batches = Batch.objects.filter(fit, sku__in=skus, released=True, has_room=True)
    days = batches.exclude(eta=None).values("sku_id", "eta").annotate(units=Sum(free))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for day in days.order_by("sku_id", "eta"):
        found[day["sku_id"]].append({"date": day["eta"], "qty": day["units"]})
    return found
