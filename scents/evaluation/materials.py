"""Materials that a request brings along, with their data."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from domain.scents.material import Constituent, Groups, Kind, Material
from domain.scents.material_rules import (
    DENSEST,
    HEAVIEST,
    LIGHTEST,
    MOST_CONSTITUENTS,
    THINNEST,
)
from domain.scents.measured import Measured
from domain.scents.physics.smell import FAINTEST, STRONGEST, DoseResponse, Threshold
from domain.scents.physics.substance import MOST_GROUPS as MOST_OF_A_GROUP
from domain.scents.physics.unifac import require_subgroups
from domain.scents.physics.vapour import Correlation, VapourPressure
from scents.evaluation.fields import FINITE, Fields, number, under
from scents.evaluation.units import converted, quantity

MOST_MATERIALS = 500
MOST_GROUPS = 50
UNTOLD = "told by whoever asked"
COEFFICIENTS: Mapping[Correlation, tuple[str, ...]] = {
    Correlation.ANTOINE: ("A", "B", "C"),
    Correlation.DIPPR101: ("A", "B", "C", "D", "E"),
    Correlation.CLAUSIUS: ("P0", "T0", "H"),
    Correlation.POINT: ("P0", "T0"),
}
"""By the names that the sources give them; those with a unit may be told in any other."""
UNITS = {"P0": "Pa", "T0": "K", "H": "J/mol"}
_KNOWN = (
    "code",
    "name",
    "kind",
    "cas",
    "molar_mass",
    "density",
    "vapour_pressure",
    "groups",
    "odour_threshold",
    "dose_response",
    "constituents",
    "source",
)


def read_materials(told: Fields) -> dict[str, Material]:
    """Those under `materials`, by code. Raises BadInput."""
    found: dict[str, Material] = {}
    for fields in told.each("materials", _KNOWN, most=MOST_MATERIALS):
        material = _material(fields)
        if material.code in found:
            raise fields.fault("code", "stands there twice")
        found[material.code] = material
    return found


def _material(fields: Fields) -> Material:
    source = fields.text("source", UNTOLD)
    code = fields.text("code", longest=255)
    told = {
        "name": fields.text("name", code),
        "kind": Kind(fields.word("kind", [one.value for one in Kind], Kind.CHEMICAL.value)),
        "cas": fields.text("cas") if "cas" in fields else "",
        "smell": _smell(fields, source),
        "constituents": tuple(_constituents(fields, source)),
        **{name: read(fields, source) for name, read in _READERS.items() if name in fields},
    }
    with under(fields.path):
        return Material(code, **told)  # type: ignore[arg-type]


def _molar_mass(fields: Fields, source: str) -> Measured:
    return Measured(
        quantity(fields, "molar_mass", to="g/mol", least=LIGHTEST, most=HEAVIEST), "g/mol", source
    )


def _density(fields: Fields, source: str) -> Measured:
    told = fields.object("density", {"value", "unit", "temperature"})
    value = converted(told, to="g/mL", least=THINNEST, most=DENSEST)
    warmth = quantity(told, "temperature", to="K") if "temperature" in told else None
    with under(told.path):
        return Measured(value, "g/mL", source, warmth)


def _vapour_pressure(fields: Fields, source: str) -> VapourPressure:
    told = fields.object("vapour_pressure", {"correlation", "coefficients", "lowest", "highest"})
    correlation = Correlation(told.word("correlation", [one.value for one in Correlation]))
    coefficients = _coefficients(told, COEFFICIENTS[correlation])
    bounds = [
        quantity(told, name, to="K") if name in told else None for name in ("lowest", "highest")
    ]
    with under(told.path):
        return VapourPressure(correlation, coefficients, source, *bounds)


def _coefficients(told: Fields, names: Collection[str]) -> tuple[float, ...]:
    """A list of numbers in our units, or an object with their names."""
    path, values = told.at("coefficients"), told.raw("coefficients")
    if isinstance(values, list):
        if len(values) != len(names):
            raise told.fault("coefficients", f"must be {', '.join(names)}")
        return tuple(
            number(value, f"{path}/{n}", least=-FINITE, most=FINITE)
            for n, value in enumerate(values)
        )
    named = told.object("coefficients", names)
    return tuple(_coefficient(named, name) for name in names)


def _coefficient(named: Fields, name: str) -> float:
    if name in UNITS and isinstance(named.raw(name), Mapping):
        return quantity(named, name, to=UNITS[name])
    return named.number(name, least=-FINITE, most=FINITE)


def _groups(fields: Fields, source: str) -> Groups:
    """Subgroup numbers are texts in JSON, and may be numbers in YAML."""
    told = fields.raw("groups")
    if not isinstance(told, Mapping) or not 1 <= len(told) <= MOST_GROUPS:
        raise fields.fault("groups", "must name UNIFAC subgroups with their counts")
    texts = {str(name): count for name, count in told.items()}
    if len(texts) < len(told):
        raise fields.fault("groups", "names a subgroup twice")
    counts = Fields(texts, fields.at("groups"), [name for name in texts if _is_subgroup(name)])
    known = sorted((int(name), counts.whole(name, least=1, most=MOST_OF_A_GROUP)) for name in texts)
    with under(fields.path):
        require_subgroups(number for number, _ in known)
        return Groups(tuple(known), source)


def _is_subgroup(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) <= 3 and not name.startswith("0")


def _smell(fields: Fields, source: str) -> Threshold | DoseResponse | None:
    if "odour_threshold" in fields and "dose_response" in fields:
        raise fields.fault("dose_response", "says again what odour_threshold says; give one")
    if "odour_threshold" in fields:
        value = quantity(fields, "odour_threshold", to="g/m3", least=FAINTEST, most=STRONGEST)
        with under(fields.path):
            return Threshold(value, source)
    if "dose_response" not in fields:
        return None
    told = fields.object("dose_response", {"c_half", "slope", "most"})
    c_half = told.number("c_half", least=-100, most=100)
    slope, most = (told.number(name, least=0, most=1_000) for name in ("slope", "most"))
    with under(told.path):
        return DoseResponse(c_half, slope, most, source)


def _constituents(fields: Fields, source: str) -> list[Constituent]:
    found = []
    for told in fields.each("constituents", {"code", "typical", "most"}, most=MOST_CONSTITUENTS):
        typical = told.number("typical", least=0, most=1)
        most = told.number("most", least=0, most=1) if "most" in told else typical
        code = told.text("code", longest=255)
        with under(fields.path):
            found.append(Constituent(code, typical, most, source))
    return found


_READERS = {
    "molar_mass": _molar_mass,
    "density": _density,
    "vapour_pressure": _vapour_pressure,
    "groups": _groups,
}
