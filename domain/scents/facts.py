"""What is known of materials and offers as plain data, for events and tables, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from domain.scents.material import Constituent, Groups, Kind, Material, NoData, Property
from domain.scents.measured import Measured
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.vapour import Correlation, VapourPressure
from domain.scents.supply.offer import Offer, PriceStep, Sold

PROPERTIES = ("molar_mass", "density", "vapour_pressure", "groups", "smell")
"""The properties of a material, by the names of its fields."""

_KINDS: Mapping[str, type[Property]] = {
    kind.__name__: kind
    for kind in (Measured, VapourPressure, Groups, Threshold, DoseResponse, NoData)
}

Facts = dict[str, Any]


def to_facts(value: Property) -> Facts:
    """The fields of a property, and `is`: what it is."""
    return {"is": type(value).__name__, **asdict(value)}


def from_facts(facts: Mapping[str, Any]) -> Property:
    """The property again. Raises BadInput where rules have become stricter since."""
    fields = {name: _tuples(value) for name, value in facts.items() if name != "is"}
    if "correlation" in fields:
        fields["correlation"] = Correlation(fields["correlation"])
    return _KINDS[facts["is"]](**fields)


def properties_of(material: Material) -> dict[str, Property]:
    """Those that somebody has looked for, by the names of their fields."""
    return {name: value for name in PROPERTIES if (value := getattr(material, name)) is not None}


def with_properties(material: Material, values: Mapping[str, Property]) -> Material:
    """The material with these values, by the names of their fields. Raises BadInput."""
    fields: dict[str, Any] = dict(values)
    return replace(material, **fields)


def constituent_facts(constituent: Constituent) -> Facts:
    return asdict(constituent)


def material_of(row: Mapping[str, Any]) -> Material:
    """A material of plain data: its fields, with all properties under `properties`."""
    said: dict[str, Any] = {name: row[name] for name in ("code", "name", "cas", "note")}
    said |= {name: from_facts(value) for name, value in row["properties"].items()}
    said["constituents"] = tuple(Constituent(**part) for part in row["constituents"])
    return Material(kind=Kind(row["kind"]), descriptors=tuple(row["descriptors"]), **said)


def steps_of(rows: Iterable[tuple[int, str]]) -> tuple[PriceStep, ...]:
    """Price breaks of plain data: from g or units, price as text."""
    return tuple(PriceStep(quantity, Decimal(price)) for quantity, price in rows)


def step_facts(steps: Iterable[PriceStep]) -> tuple[tuple[int, str], ...]:
    return tuple((step.quantity, str(step.price)) for step in steps)


def offer_of(key: tuple[str, Sold, str], row: Mapping[str, Any]) -> Offer:
    """An offer of plain data, for a supplier and an item."""
    return Offer(
        *key,
        row["currency"],
        steps_of(row["steps"]),
        row["valid_from"],
        row["valid_to"],
        minimum=row["minimum"],
        lead_time=row["lead_time"],
        fee=row["fee"],
        source=row["source"],
    )


def _tuples(value: Any) -> Any:
    """JSON knows lists only."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
