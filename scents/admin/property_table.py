"""What is known of a material, in a table that says what its figures mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.scents.facts import PROPERTIES, from_facts
from domain.scents.material import Kind, Property
from domain.scents.physics.smell import DoseResponse
from domain.scents.physics.vapour import Correlation, VapourPressure
from messaging.admin.command_admin import Table
from messaging.admin.looks import badge
from scents.exchange.properties import write_property
from scents.models import Material

LABELS = {"groups": "UNIFAC groups", "smell": "odour threshold or dose response"}
HEADERS = ("property", "value", "parameters", "unit", "temperature, K", "uncertainty", "source")
_FORMULAS = {
    Correlation.ANTOINE: "log10(P/kPa) = A - B/(T + C), T in K",
    Correlation.DIPPR101: "ln(P/Pa) = A + B/T + C ln T + D T^E, T in K",
    Correlation.CLAUSIUS: "ln(P/P0) = -H/R (1/T - 1/T0), H in J/mol",
    Correlation.POINT: "measured at this temperature only",
}
_CURVE = "intensity Imax / (1 + exp(-(log10(c) - C)/D)), c in mg/m3"


def properties_table(material: Material) -> Table:
    """Known ones as they would stand in a file; of the others, what is known of the search."""
    return Table("Properties", HEADERS, [*_rows(material)])


def label_of(gap: str) -> str:
    """The name of a property, in words."""
    return LABELS.get(gap, gap.replace("_", " "))


def _rows(material: Material) -> Iterator[tuple[Any, ...]]:
    shown = ["density"] if material.kind == Kind.NATURAL else PROPERTIES
    for name in PROPERTIES:
        if facts := material.properties.get(name):
            yield _known(name, from_facts(facts))
        elif name in shown:
            nobody = badge("nobody has looked", "warning")
            yield (label_of(name), nobody, *[None] * (len(HEADERS) - 2))


def _known(name: str, value: Property) -> tuple[Any, ...]:
    kind, number, parameters, *cells = write_property(name, value)
    meaning = _meaning(value)
    told = f"{parameters}: {meaning}" if meaning else parameters
    label = LABELS["groups"] if name == "groups" else kind.replace("_", " ")
    return (label, number, told, *cells)


def _meaning(value: Property) -> str:
    match value:
        case VapourPressure(correlation):
            return _FORMULAS[correlation]
        case DoseResponse():
            return _CURVE
    return ""
