"""What decisions are made from, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from domain.scents.supply.cost import price_at
from domain.scents.supply.offer import Sold
from scents.models import FormulaVersion
from scents.queries.suppliers import offers_for


def unit_costs(
    wanted: Collection[tuple[str, str]], *, quantity: int, on: date
) -> Mapping[tuple[str, str], tuple[Decimal, str]]:
    """The price of a unit of a finished scent and its currency, by scent and supplier, where so
    many units are needed; without those who do not offer it that day."""
    offers = offers_for({scent for scent, _ in wanted}, on, sold=Sold.SCENT)
    return {
        (one.item, one.supplier): (price_at(one, Decimal(quantity))[1], one.currency)
        for one in offers
        if (one.item, one.supplier) in wanted
    }


def approved_versions(versions: Collection[str]) -> set[str]:
    """Those of these versions of formulas (CODE@2) that are approved."""
    rows = FormulaVersion.objects.filter(
        formula__in={one.rpartition("@")[0] for one in versions}, approved_at__isnull=False
    )
    found = {f"{code}@{number}" for code, number in rows.values_list("formula", "number")}
    return found & set(versions)
