"""What a row of each table says. Each reader raises ValueError or BadInput."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.scents.cas import require_cas
from domain.scents.intake.rows import ConstituentRow, MaterialRow, Place, PropertyRow, SupplierRow
from domain.scents.material import Constituent, Kind
from domain.scents.material_rules import LONGEST_NOTE, require_code
from domain.scents.supply.offer import Grade
from domain.scents.supply.supplier import SupplierProfile
from messaging.tables.cells import (
    Rule,
    flag,
    identifier,
    number,
    one_of,
    optional,
    text,
)
from messaging.tables.rows import values_of
from scents.exchange.offer_rows import RULES as OFFER
from scents.exchange.offer_rows import read_break
from scents.exchange.properties import FIELDS, Told, read_property
from scents.exchange.quantities import converted

_LINE, _PROSE = text(255), text(LONGEST_NOTE)


def _words(cell: str) -> tuple[str, ...]:
    """Between semicolons; each once."""
    words = (word.strip() for word in _PROSE(cell).split(";"))
    return tuple(dict.fromkeys(word for word in words if word))


def _number(cell: str) -> str:
    """As it is written, for `converted`."""
    number(cell)
    return cell


def _property(cell: str) -> str:
    if cell not in FIELDS:
        raise ValueError(f"must be one of {', '.join(FIELDS)}")
    return cell


_KEPT: Rule = optional(flag, empty=None)

MATERIAL: Mapping[str, Rule] = {
    "code": identifier,
    "name": identifier,
    "kind": one_of(Kind),
    "cas": str,
    "descriptors": _words,
    "note": _PROSE,
    "retired": _KEPT,
}
PROPERTY: Mapping[str, Rule] = {
    "material": identifier,
    "property": _property,
    **dict.fromkeys(("value", "parameters", "unit", "temperature_K", "uncertainty"), _LINE),
    "source": _PROSE,
}
CONSTITUENT: Mapping[str, Rule] = {
    "natural": identifier,
    "constituent": identifier,
    "typical": _number,
    "most": _number,
    "unit": str,
    "source": _PROSE,
}
SUPPLIER: Mapping[str, Rule] = {
    "code": identifier,
    "name": identifier,
    "grade": one_of(Grade),
    "email": _LINE,
    "note": _PROSE,
    "active": _KEPT,
}


def _material_row(place: Place, cells: list[str]) -> MaterialRow:
    row = MaterialRow(place, *values_of(cells, MATERIAL))
    require_code(row.code)
    if row.cas:
        require_cas(row.cas)
    return row


def _property_row(place: Place, cells: list[str]) -> PropertyRow:
    material, name, *told = values_of(cells, PROPERTY)
    return PropertyRow(place, material, FIELDS[name], read_property(name, Told(*told)))


def _constituent_row(place: Place, cells: list[str]) -> ConstituentRow:
    natural, code, typical, most, unit, source = values_of(cells, CONSTITUENT)
    usual, highest = (converted(cell, unit, "fraction") for cell in (typical, most))
    return ConstituentRow(place, natural, Constituent(code, usual, highest, source))


def _supplier_row(place: Place, cells: list[str]) -> SupplierRow:
    row = SupplierRow(place, *values_of(cells, SUPPLIER))
    require_code(row.code)
    SupplierProfile(row.name, row.grade, row.email, row.note)
    return row


READERS: Mapping[str, Callable[[Place, list[str]], Any]] = {
    "materials": _material_row,
    "properties": _property_row,
    "constituents": _constituent_row,
    "suppliers": _supplier_row,
    "offers": lambda place, cells: read_break(place, values_of(cells, OFFER)),
}
