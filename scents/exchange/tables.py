"""The tables of the files: their columns, and what is written into them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.scents.facts import properties_of
from domain.scents.material import Material
from domain.scents.supply.offer import Offer, Sold
from domain.scents.supply.supplier import SupplierProfile
from messaging.tables.writing import Cell, Sheet
from scents.exchange.properties import write_property

COLUMNS: Mapping[str, Sequence[str]] = {
    "materials": ("code", "name", "kind", "cas", "descriptors", "note"),
    "properties": (
        "material",
        "property",
        "value",
        "parameters",
        "unit",
        "temperature_K",
        "uncertainty",
        "source",
    ),
    "constituents": ("natural", "constituent", "typical", "most", "unit", "source"),
    "suppliers": ("code", "name", "grade", "email", "note"),
    "offers": (
        "supplier",
        "item_kind",
        "item",
        "from_quantity",
        "quantity_unit",
        "price",
        "currency",
        "price_unit",
        "minimum_order",
        "lead_time_days",
        "fee",
        "valid_from",
        "valid_to",
        "source",
    ),
}
"""What each table must have; in the order in which tables refer to each other."""

OPTIONAL: Mapping[str, Sequence[str]] = {"materials": ("retired",), "suppliers": ("active",)}
"""What is left as it is where the table does without."""

BETWEEN_DESCRIPTORS = "; "
IN_UNITS = {Sold.MATERIAL: ("g", "kg"), Sold.SCENT: ("unit", "unit")}
"""Quantities and prices, as they are written."""


@dataclass(frozen=True)
class Stock:
    """What of the laboratory is written."""

    materials: Sequence[Material] = ()
    retired: Collection[str] = ()
    suppliers: Sequence[tuple[str, SupplierProfile]] = ()
    offers: Sequence[Offer] = ()


def tables_of(stock: Stock) -> dict[str, Sheet]:
    """The tables by name."""
    materials = sorted(stock.materials, key=lambda one: one.code)
    rows: Mapping[str, Iterable[Sequence[Cell]]] = {
        "materials": [_material(one, one.code in stock.retired) for one in materials],
        "properties": [row for one in materials for row in _properties(one)],
        "constituents": [row for one in materials for row in _constituents(one)],
        "suppliers": [_supplier(code, profile) for code, profile in stock.suppliers],
        "offers": [row for offer in stock.offers for row in _offer(offer)],
    }
    return {
        name: Sheet([*columns, *OPTIONAL.get(name, ())], rows[name])
        for name, columns in COLUMNS.items()
    }


def _material(one: Material, retired: bool) -> Sequence[Cell]:  # noqa: FBT001
    smells = BETWEEN_DESCRIPTORS.join(one.descriptors)
    return one.code, one.name, one.kind.value, one.cas, smells, one.note, _flag(retired)


def _properties(one: Material) -> Iterator[Sequence[Cell]]:
    for field, value in properties_of(one).items():
        yield one.code, *write_property(field, value)


def _constituents(one: Material) -> Iterator[Sequence[Cell]]:
    for part in one.constituents:
        yield one.code, part.code, part.typical, part.most, "fraction", part.source


def _supplier(code: str, one: SupplierProfile) -> Sequence[Cell]:
    return code, one.name, one.grade.value, one.email, one.note, _flag(one.active)


def _offer(offer: Offer) -> Iterator[Sequence[Cell]]:
    counted, priced = IN_UNITS[offer.sold]
    for step in offer.steps:
        yield (
            offer.supplier,
            offer.sold.value,
            offer.item,
            step.quantity,
            counted,
            _plain(step.price),
            offer.currency,
            priced,
            offer.minimum,
            offer.lead_time,
            _plain(offer.fee),
            offer.valid_from.isoformat(),
            offer.valid_to.isoformat() if offer.valid_to else "",
            offer.source,
        )


def _plain(amount: Decimal) -> str:
    """In plain digits, two of them after the point at least."""
    shortest = amount.normalize()
    places = max(2, -int(shortest.as_tuple().exponent))
    return f"{amount:.{places}f}"


def _flag(value: bool) -> str:  # noqa: FBT001
    return "yes" if value else "no"
