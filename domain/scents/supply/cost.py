"""What a mixture costs, supplier by supplier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from domain.kernel import BadInput
from domain.scents.supply.offer import Offer, Sold

CENT = Decimal("0.01")
PER_KG = Decimal("0.0001")
MICROGRAM = Decimal("0.000001")
GRAMS = Decimal(1000)
LARGEST = Decimal("1e9")
"""A thousand tonnes, in g."""


@dataclass(frozen=True)
class Purchase:
    """What is needed of a material, and how one offer serves it.

    `needed` and `bought` in g: at least the supplier's minimum is bought, or so much that a price
    step makes all of it cheaper. `price` is that of a kg at this quantity; `cost` is that of what
    is needed, `outlay` that of what is bought.
    """

    material: str
    offer: Offer
    needed: Decimal
    bought: Decimal
    price: Decimal
    cost: Decimal
    outlay: Decimal


@dataclass(frozen=True)
class Costing:
    """A batch bought from one supplier, or from the cheapest for each material (`supplier` is
    empty), in one currency.

    `missing` are materials that nobody here offers: the sums are without them. `outlay` is all
    that is bought, `fees` are asked once per supplier, `lead_time` is that of the slowest, in days.
    """

    supplier: str
    currency: str
    purchases: tuple[Purchase, ...]
    missing: tuple[str, ...]
    cost: Decimal
    cost_per_kg: Decimal
    outlay: Decimal
    fees: Decimal
    lead_time: int

    @property
    def complete(self) -> bool:
        return not self.missing


def cost(
    materials: Mapping[str, float], offers: Sequence[Offer], *, batch: Decimal
) -> tuple[Costing, ...]:
    """Of a batch in g: by supplier, and the cheapest choice for each material, per currency.

    `materials` are fractions by mass. What is complete comes first; within a currency, what costs
    less to buy, fees and all.
    Raises BadInput.
    """
    if not (batch.is_finite() and 0 < batch <= LARGEST):
        raise BadInput("batch", f"must be above 0 and at most {LARGEST} g")
    needed = {code: _grams(fraction, batch) for code, fraction in materials.items()}
    wanted = [one for one in offers if one.sold is Sold.MATERIAL and one.item in needed]
    purchases = [_purchase(one, needed[one.item]) for one in wanted]
    costings = []
    for currency in sorted({one.offer.currency for one in purchases}):
        inside = [one for one in purchases if one.offer.currency == currency]
        by_supplier = sorted(inside, key=_supplier)
        for supplier, own in groupby(by_supplier, key=_supplier):
            costings.append(_costing(supplier, currency, _cheapest(own), needed, batch))
        costings.append(_costing("", currency, _cheapest(inside), needed, batch))
    return tuple(sorted(costings, key=_order))


def _order(one: Costing) -> tuple[int, str, Decimal, Decimal, str]:
    return len(one.missing), one.currency, one.outlay + one.fees, one.cost, one.supplier


def price_at(offer: Offer, quantity: Decimal) -> tuple[Decimal, Decimal]:
    """What to buy for a need of this quantity (g, or units), and the price of a kg (or unit).

    All-units discount (Snyder and Shen, Fundamentals of Supply Chain Theory, section 3.4): where
    the next step makes the whole cheaper, its quantity is bought.
    """
    least = max(quantity, Decimal(offer.minimum), Decimal(offer.steps[0].quantity))
    choices: list[tuple[Decimal, Decimal]] = []
    for n, step in enumerate(offer.steps):
        if n + 1 == len(offer.steps) or least < offer.steps[n + 1].quantity:
            choices.append((max(least, Decimal(step.quantity)), step.price))
    return min(choices, key=lambda choice: (choice[0] * choice[1], choice[0]))


def _purchase(offer: Offer, needed: Decimal) -> Purchase:
    bought, price = price_at(offer, needed)
    return Purchase(
        offer.item,
        offer,
        needed,
        bought,
        price,
        _money(needed * price / GRAMS),
        _money(bought * price / GRAMS),
    )


def _cheapest(purchases: Iterable[Purchase]) -> list[Purchase]:
    """One for each material: the least outlay, then the lower price, then the sooner."""
    best: dict[str, Purchase] = {}
    for one in purchases:
        if one.material not in best or _rank(one) < _rank(best[one.material]):
            best[one.material] = one
    return [best[code] for code in sorted(best)]


def _rank(one: Purchase) -> tuple[Decimal, Decimal, int, str]:
    return one.outlay, one.price, one.offer.lead_time, one.offer.supplier


def _costing(
    supplier: str,
    currency: str,
    purchases: list[Purchase],
    needed: Mapping[str, Decimal],
    batch: Decimal,
) -> Costing:
    served = {one.material for one in purchases}
    fees = {one.offer.supplier: Decimal(0) for one in purchases}
    for one in purchases:
        fees[one.offer.supplier] = max(fees[one.offer.supplier], one.offer.fee)
    total = sum((one.needed * one.price for one in purchases), Decimal(0)) / GRAMS
    return Costing(
        supplier,
        currency,
        tuple(purchases),
        tuple(code for code in sorted(needed) if code not in served),
        sum((one.cost for one in purchases), Decimal(0)),
        (total / (batch / GRAMS)).quantize(PER_KG, ROUND_HALF_UP),
        sum((one.outlay for one in purchases), Decimal(0)),
        sum(fees.values(), Decimal(0)),
        max((one.offer.lead_time for one in purchases), default=0),
    )


def _supplier(one: Purchase) -> str:
    return one.offer.supplier


def _grams(fraction: float, batch: Decimal) -> Decimal:
    return (Decimal(fraction) * batch).quantize(MICROGRAM, ROUND_HALF_UP)


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
