"""How scents are made from now on, for pages and answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from allocation import models
from domain.allocation.origin import DecidedSource


def decided_sources(skus: Collection[str]) -> Mapping[str, DecidedSource]:
    """What the laboratory has decided of these SKUs; without those of which nothing is."""
    return {row.sku: row.decided for row in models.DecidedSource.objects.filter(sku__in=skus)}


def with_source(rows: QuerySet[Any], sku: str) -> QuerySet[Any]:
    """With `decided_supplier`, `decided_formula` and `decided_since` of the SKU in this field; None
    where nothing is decided."""
    source = models.DecidedSource.objects.filter(sku=OuterRef(sku))
    names = ("supplier", "formula", "since")
    found: QuerySet[Any] = rows.annotate(
        **{f"decided_{name}": Subquery(source.values(name)) for name in names}
    )
    return found
