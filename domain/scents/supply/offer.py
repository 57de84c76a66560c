"""What suppliers ask for materials and finished scents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from domain.kernel import BadInput

MOST_STEPS = 20
MOST_QUANTITY = 10**12
"""Grams or units; a million tonnes is a slip of the keyboard."""
DEAREST = Decimal(10) ** 9
MOST_PLACES = 6
"""Decimal places of an amount: prices by the gram become prices by the kilogram."""
LONGEST_LEAD = 3_650


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

    def __post_init__(self) -> None:
        if not is_currency(self.currency):
            raise BadInput("currency", "must be an ISO 4217 code, such as EUR")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise BadInput("valid_to", "must not be before valid_from")
        _require_steps(self.steps)
        if not 0 <= self.minimum <= MOST_QUANTITY:
            raise BadInput("minimum", f"must be from 0 to {MOST_QUANTITY}")
        if not 0 <= self.lead_time <= LONGEST_LEAD:
            raise BadInput("lead_time", f"must be from 0 to {LONGEST_LEAD} days")
        if not self.fee.is_finite() or not 0 <= self.fee <= DEAREST:
            raise BadInput("fee", f"must be from 0 to {DEAREST}")

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


def _require_steps(steps: tuple[PriceStep, ...]) -> None:
    if not 1 <= len(steps) <= MOST_STEPS:
        raise BadInput("steps", f"must be from 1 to {MOST_STEPS}")
    for step in steps:
        if not 0 <= step.quantity <= MOST_QUANTITY:
            raise BadInput("steps", f"must have quantities from 0 to {MOST_QUANTITY}")
        _require_price(step.price)
    for one, other in pairwise(steps):
        if other.quantity <= one.quantity:
            raise BadInput("steps", "must stand in the order of their quantities, each once")


def _require_price(price: Decimal) -> None:
    if not price.is_finite() or not 0 < price <= DEAREST:
        raise BadInput("steps", f"must have prices above 0, up to {DEAREST}")
    if price != round(price, MOST_PLACES):
        raise BadInput("steps", f"must have prices of at most {MOST_PLACES} decimal places")


def is_currency(code: str) -> bool:
    """Whether it has the form of an ISO 4217 code: which ones there are changes with the years."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()
