"""What suppliers ask for materials and finished scents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Grade(StrEnum):
    """The quality of what a supplier sells."""

    PREMIUM = "premium"
    STANDARD = "standard"


class Sold(StrEnum):
    """What an offer is for, and so what its quantities count: grams of a material, units of a
    finished scent."""

    MATERIAL = "material"
    SCENT = "scent"


@dataclass(frozen=True)
class PriceStep:
    """From `quantity` on (g, or units), each kg (or unit) costs `price`: of all that is bought."""

    quantity: int
    price: Decimal


@dataclass(frozen=True)
class Offer:
    """A supplier's price for an item, valid on the days from `valid_from` to `valid_to`, both
    included; None: until further notice.

    `steps` stand in the order of their quantities. `minimum` is the least that is sold (g, or
    units), `fee` is asked once per order, `lead_time` is in days.
    """

    supplier: str
    sold: Sold
    item: str
    currency: str
    steps: tuple[PriceStep, ...]
    valid_from: date
    valid_to: date | None = None
    minimum: int = 0
    lead_time: int = 0
    fee: Decimal = Decimal(0)
    source: str = ""

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
