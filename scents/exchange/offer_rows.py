"""Rows of offers.csv, one for each price break, as offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel import BadInput
from domain.scents.intake.rows import OfferRow, Place, RowFault
from domain.scents.material_rules import LONGEST_NOTE
from domain.scents.supply.offer import LONGEST_LEAD, Offer, PriceStep, Sold
from messaging.tables.cells import Rule, amount, day, identifier, one_of, optional, text, whole

_GRAMS: Mapping[str, Decimal] = {"mg": Decimal("0.001"), "g": Decimal(1), "kg": Decimal(1_000)}
_UNITS = {"unit": Decimal(1), "units": Decimal(1)}
_IN: Mapping[Sold, Mapping[str, Decimal]] = {Sold.MATERIAL: _GRAMS, Sold.SCENT: _UNITS}
"""How many of what offers count (g, or units) are in each unit of the files."""
_PRICED = {Sold.MATERIAL: Decimal(1_000), Sold.SCENT: Decimal(1)}
"""How many of those a price of the domain is for."""


def _first_day(cell: str) -> date:
    found = day(cell)
    if found is None:
        raise ValueError("must not be empty")
    return found


RULES: Mapping[str, Rule] = {
    "supplier": identifier,
    "item_kind": one_of(Sold),
    "item": identifier,
    "from_quantity": amount,
    "quantity_unit": str,
    "price": amount,
    "currency": str,
    "price_unit": str,
    "minimum_order": optional(amount, empty=Decimal(0)),
    "lead_time_days": optional(whole(0, LONGEST_LEAD), empty=0),
    "fee": optional(amount, empty=Decimal(0)),
    "valid_from": _first_day,
    "valid_to": day,
    "source": text(LONGEST_NOTE),
}


@dataclass(frozen=True)
class _Break:
    """A row: an offer with one step."""

    place: Place
    offer: Offer


def read_break(place: Place, values: list[Any]) -> _Break:
    """Raises ValueError, BadInput."""
    said = dict(zip(RULES, values, strict=True))
    sold = said["item_kind"]
    quantity = _counted(sold, said, "from_quantity")
    minimum = _counted(sold, said, "minimum_order")
    offer = Offer(
        *(said["supplier"], sold, said["item"], said["currency"]),
        (PriceStep(quantity, _price(sold, said)),),
        said["valid_from"],
        said["valid_to"],
        minimum=minimum,
        lead_time=said["lead_time_days"],
        fee=said["fee"],
        source=said["source"],
    )
    return _Break(place, offer)


def gather(breaks: Iterable[_Break]) -> tuple[list[OfferRow], list[RowFault]]:
    """The breaks of one offer put together, in the order of their quantities."""
    found: dict[tuple[object, ...], OfferRow] = {}
    faults: list[RowFault] = []
    for one in breaks:
        offer = one.offer
        key = (offer.supplier, offer.sold, offer.item, offer.valid_from)
        known = found.setdefault(key, OfferRow(one.place, offer))
        if known.place is one.place:
            continue
        try:
            found[key] = OfferRow(known.place, _with(known, offer))
        except (ValueError, BadInput) as fault:
            faults.append(RowFault(one.place, str(fault)))
    return [*found.values()], faults


def _with(known: OfferRow, offer: Offer) -> Offer:
    if replace(offer, steps=known.offer.steps) != known.offer:
        raise ValueError(f"is of the offer in row {known.place.row}, and has other terms")
    steps = sorted((*known.offer.steps, *offer.steps), key=lambda step: step.quantity)
    return replace(known.offer, steps=tuple(steps))


def _counted(sold: Sold, said: Mapping[str, Any], name: str) -> int:
    """A quantity in g or units, whole."""
    found: Decimal = said[name] * _size(sold, said, "quantity_unit")
    if found != int(found):
        raise ValueError(f"{name} must come to whole {'grams' if sold is Sold.MATERIAL else sold}")
    return int(found)


def _price(sold: Sold, said: Mapping[str, Any]) -> Decimal:
    price: Decimal = said["price"]
    return price * _PRICED[sold] / _size(sold, said, "price_unit")


def _size(sold: Sold, said: Mapping[str, Any], name: str) -> Decimal:
    unit = str(said[name])
    if unit not in _IN[sold]:
        raise ValueError(f"{name} {unit!r} must be one of {', '.join(_IN[sold])}")
    return _IN[sold][unit]
