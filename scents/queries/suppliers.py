"""Suppliers and prices, now and before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from domain.scents import facts
from domain.scents.supply.offer import Grade, Offer, Sold
from domain.scents.supply.supplier import SupplierProfile
from scents import models

_OFFER = ("currency", "steps", "valid_from", "valid_to", "minimum", "lead_time", "fee", "source")
SOON = timedelta(days=30)
_LIST = ("price_list__supplier_id", "price_list__sold", "price_list__item")


def offers_for(items: Collection[str], on: date, *, sold: Sold = Sold.MATERIAL) -> list[Offer]:
    """What active suppliers ask for these items on a day: one offer of each for each at most."""
    holds = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    listed = Q(price_list__sold=sold, price_list__item__in=items)
    return _offers(models.Offer.objects.filter(holds, listed, price_list__supplier__active=True))


def price_history(item: str, *, sold: Sold = Sold.MATERIAL) -> list[Offer]:
    """Every offer that was ever made for it, by supplier, the oldest first."""
    return _offers(models.Offer.objects.filter(price_list__sold=sold, price_list__item=item))


def all_offers(
    *, suppliers: Collection[str] | None = None, materials: Collection[str] | None = None
) -> list[Offer]:
    """The offers of these suppliers, for these materials; None: for all."""
    wanted = Q() if suppliers is None else Q(price_list__supplier__in=suppliers)
    if materials is not None:
        wanted &= Q(price_list__sold=Sold.MATERIAL, price_list__item__in=materials)
    return _offers(models.Offer.objects.filter(wanted))


def all_suppliers(codes: Collection[str] | None = None) -> list[tuple[str, SupplierProfile]]:
    """All suppliers, or these, by code."""
    wanted = Q() if codes is None else Q(code__in=codes)
    rows = models.Supplier.objects.filter(wanted).order_by("code")
    return [
        (row.code, SupplierProfile(row.name, Grade(row.grade), row.email, row.note, row.active))
        for row in rows
    ]


def known_suppliers(most: int) -> list[str]:
    """Codes to propose to whoever fills in a form."""
    rows = models.Supplier.objects.filter(active=True).order_by("code")
    return [*rows.values_list("code", flat=True)[:most]]


def unknown_suppliers(codes: Iterable[str]) -> list[str]:
    """Those of these codes that nobody has who may be bought from."""
    wanted = set(codes)
    rows = models.Supplier.objects.filter(active=True, code__in=wanted)
    return sorted(wanted.difference(rows.values_list("code", flat=True)))


def known_currencies() -> list[str]:
    """In which anything was ever offered."""
    return [
        *models.Offer.objects.order_by("currency").values_list("currency", flat=True).distinct()
    ]


def ending(today: date) -> Q:
    """Offers that hold, and soon will not."""
    return Q(valid_from__lte=today, valid_to__gte=today, valid_to__lte=today + SOON)


def offer_of(row: models.Offer) -> Offer:
    """As the domain sees it; its price list must be at hand."""
    prices = row.price_list
    return facts.offer_of((prices.supplier_id, Sold(prices.sold), prices.item), vars(row))


def offer_number(offer: Offer) -> int:
    """The key of its row."""
    listed = Q(price_list__supplier=offer.supplier, price_list__sold=offer.sold)
    listed &= Q(price_list__item=offer.item, valid_from=offer.valid_from)
    return models.Offer.objects.values_list("pk", flat=True).get(listed)


def _offers(rows: QuerySet[Any]) -> list[Offer]:
    ordered = rows.order_by(*_LIST, "valid_from").values(*_LIST, *_OFFER)
    return [facts.offer_of(_key(row), row) for row in ordered]


def _key(row: dict[str, Any]) -> tuple[str, Sold, str]:
    supplier, sold, item = (row[name] for name in _LIST)
    return supplier, Sold(sold), item
