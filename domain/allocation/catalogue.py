"""The catalogue: what customers are told of a SKU, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from domain.allocation.events import ProductDescribed
from domain.allocation.order_line import require_units
from domain.kernel import Aggregate, BadInput

MOST_BREAKS = 20
DEAREST = Decimal("9999999.99")


@dataclass(frozen=True)
class PriceBreak:
    """From `from_qty` units on, each unit costs `price`."""

    from_qty: int
    price: Decimal


class CatalogueItem(Aggregate):
    """A SKU as it is sold: the scent in it, its pack, and its price by quantity.

    `prices` stand in the order of their quantities, the first one from 1 unit on; `currency` is
    an ISO 4217 code.
    """

    def __init__(
        self,
        sku: str,
        *,
        scent: str = "",
        pack: str = "",
        currency: str = "",
        prices: Sequence[PriceBreak] = (),
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        self.sku = sku
        self.scent = scent
        self.pack = pack
        self.currency = currency
        self.prices = tuple(prices)

    @property
    def identity(self) -> str:
        return f"catalogue:{self.sku}"

    def describe(
        self, *, scent: str, pack: str, currency: str, prices: Sequence[PriceBreak]
    ) -> None:
        """Say what it is and costs; the same again changes nothing. Raises BadInput."""
        _check(currency, prices)
        said = (scent, pack, currency, tuple(prices))
        if said == (self.scent, self.pack, self.currency, self.prices):
            return
        self.scent, self.pack, self.currency, self.prices = said
        breaks = tuple((step.from_qty, str(step.price)) for step in prices)
        self.record(ProductDescribed(self.sku, scent, pack, currency, breaks))


def _check(currency: str, prices: Sequence[PriceBreak]) -> None:
    if not (
        len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()
    ):
        raise BadInput("currency", "must be an ISO 4217 code, such as EUR")
    if len(prices) > MOST_BREAKS:
        raise BadInput("prices", f"must have at most {MOST_BREAKS} steps")
    if prices and prices[0].from_qty != 1:
        raise BadInput("prices", "must begin with 1 unit")
    for step in prices:
        require_units("prices", step.from_qty)
        if not 0 < step.price <= DEAREST or step.price != step.price.quantize(Decimal("0.01")):
            raise BadInput("prices", f"must be amounts up to {DEAREST}, in whole cents")
    for one, other in pairwise(prices):
        if other.from_qty <= one.from_qty:
            raise BadInput("prices", "must stand in the order of their quantities")
