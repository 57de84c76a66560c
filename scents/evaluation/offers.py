"""Offers of suppliers that a request brings along."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.scents.supply.offer import DEAREST, LONGEST_LEAD, MOST_STEPS, Offer, PriceStep, Sold
from scents.evaluation.fields import Fields, under

MOST_OFFERS = 1_000
MOST_GRAMS = 1_000_000_000
_KNOWN = (
    "supplier",
    "item",
    "currency",
    "price_per_kg",
    "prices",
    "minimum_g",
    "lead_time_days",
    "fee",
)


def read_offers(told: Fields, *, on: date) -> tuple[Offer, ...]:
    """Those under `offers`; they hold on the day that is asked about. Raises BadInput."""
    return tuple(_offer(fields, on) for fields in told.each("offers", _KNOWN, most=MOST_OFFERS))


def _offer(fields: Fields, on: date) -> Offer:
    texts = [fields.text("supplier", longest=255), fields.text("item", longest=255)]
    currency = fields.text("currency", longest=3)
    minimum = fields.whole("minimum_g", 0, least=0, most=MOST_GRAMS)
    days = fields.whole("lead_time_days", 0, least=0, most=LONGEST_LEAD)
    fee = fields.decimal("fee", least=Decimal(0), most=DEAREST) if "fee" in fields else Decimal(0)
    steps = _steps(fields)
    with under(fields.path):
        return Offer(texts[0], Sold.MATERIAL, texts[1], currency, steps, on, on, minimum, days, fee)


def _steps(fields: Fields) -> tuple[PriceStep, ...]:
    if ("price_per_kg" in fields) == ("prices" in fields):
        raise fields.fault("price_per_kg", "must be given, or else prices by quantity")
    if "price_per_kg" in fields:
        return (PriceStep(0, _price(fields)),)
    rows = fields.each("prices", {"from_g", "price_per_kg"}, most=MOST_STEPS)
    return tuple(
        PriceStep(row.whole("from_g", least=0, most=MOST_GRAMS), _price(row)) for row in rows
    )


def _price(fields: Fields) -> Decimal:
    return fields.decimal("price_per_kg", least=Decimal(0), most=DEAREST)
