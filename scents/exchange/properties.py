"""A row of properties.csv as a property, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.scents.material import Groups, NoData, Property
from domain.scents.measured import Measured
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.vapour import Correlation, VapourPressure
from messaging.tables.cells import number
from messaging.tables.writing import Cell
from scents.exchange.quantities import converted

NO_DATA = "no data"

FIELDS: Mapping[str, str] = {
    "molar_mass": "molar_mass",
    "density": "density",
    "vapour_pressure": "vapour_pressure",
    "unifac_groups": "groups",
    "odour_threshold": "smell",
    "dose_response": "smell",
}
"""Which field of a Material each property of the files is."""

UNITS = {"molar_mass": "g/mol", "density": "g/mL", "odour_threshold": "g/m3"}
PRESSURE = "Pa"

COEFFICIENTS: Mapping[Correlation, tuple[str, ...]] = {
    Correlation.ANTOINE: ("A", "B", "C"),
    Correlation.DIPPR101: ("A", "B", "C", "D", "E"),
    Correlation.CLAUSIUS: ("value", "temperature_K", "H"),
    Correlation.POINT: ("value", "temperature_K"),
}
"""The names of the coefficients, in the order of the domain. The first two of the last ones stand
in columns of their own."""
CURVE = ("C", "D", "Imax")
_BOUNDS = ("lowest", "highest")

_PARAMETER = re.compile(r"([A-Za-z0-9]+)=(\S+)")
_GROUP = re.compile(r"([0-9]{1,4}):([0-9]{1,3})")


@dataclass(frozen=True)
class Told:
    """The cells of a row, but for material and property; empty where nothing is told."""

    value: str = ""
    parameters: str = ""
    unit: str = ""
    temperature: str = ""
    uncertainty: str = ""
    source: str = ""

    def require_empty(self, *names: str) -> None:
        if told := [name for name in names if getattr(self, name)]:
            raise ValueError(f"{', '.join(told)} must be empty here")


def read_property(property: str, told: Told) -> Property:
    """Raises ValueError, BadInput."""
    if told.value.lower() == NO_DATA:
        told.require_empty("parameters", "unit", "temperature", "uncertainty")
        return NoData(told.source)
    if not told.source:
        raise ValueError("source must say where it comes from")
    return _READERS[property](property, told)


def _measured(property: str, told: Told) -> Measured:
    told.require_empty("parameters")
    unit = UNITS[property]
    return Measured(
        _converted(told.value, told.unit, unit),
        unit,
        told.source,
        _optional(told.temperature),
        _uncertainty(told, unit),
    )


def _threshold(property: str, told: Told) -> Threshold:
    told.require_empty("parameters")
    unit = UNITS[property]
    concentration = _positive("value", _converted(told.value, told.unit, unit))
    uncertainty = _uncertainty(told, unit)
    return Threshold(concentration, told.source, uncertainty, _optional(told.temperature))


def _curve(property: str, told: Told) -> DoseResponse:
    """C and Imax as in the source; D is the slope, and a curve without one is none."""
    told.require_empty("value", "unit", "temperature", "uncertainty")
    found = _parameters(told.parameters, CURVE)
    _positive("D (the slope)", found["D"])
    _positive("Imax", found["Imax"])
    return DoseResponse(found["C"], found["D"], found["Imax"], told.source)


def _groups(property: str, told: Told) -> Groups:
    told.require_empty("value", "unit", "temperature", "uncertainty")
    pairs = [_GROUP.fullmatch(word) for word in told.parameters.split()]
    found = [(int(pair[1]), int(pair[2])) for pair in pairs if pair]
    if not found or len(found) < len(pairs):
        raise ValueError("parameters must be subgroups with their counts, such as 1:2 2:3")
    return Groups(tuple(sorted(found)), told.source)


def _vapour(property: str, told: Told) -> VapourPressure:
    """The uncertainty is relative: 0.05 is five per cent."""
    word, _, rest = told.parameters.partition(" ")
    if word not in [*Correlation]:
        raise ValueError(f"parameters must begin with one of {', '.join(Correlation)}")
    names = COEFFICIENTS[Correlation(word)]
    wanted = [name for name in names if name not in _COLUMNS]
    found = _parameters(rest, wanted, optional=_BOUNDS)
    if "value" in names:
        found["value"] = _positive("value", _converted(told.value, told.unit, PRESSURE))
        found["temperature_K"] = _positive("temperature_K", number(told.temperature))
    else:
        told.require_empty("value", "unit", "temperature")
    if "H" in found:
        _positive("H", found["H"])
    return VapourPressure(
        Correlation(word),
        tuple(found[name] for name in names),
        told.source,
        found.get("lowest"),
        found.get("highest"),
        _optional(told.uncertainty),
    )


_COLUMNS = ("value", "temperature_K")

_READERS: Mapping[str, Callable[[str, Told], Property]] = {
    "molar_mass": _measured,
    "density": _measured,
    "vapour_pressure": _vapour,
    "unifac_groups": _groups,
    "odour_threshold": _threshold,
    "dose_response": _curve,
}


def _parameters(
    text: str, names: list[str] | tuple[str, ...], *, optional: tuple[str, ...] = ()
) -> dict[str, float]:
    """`A=1.5 B=2`: each of the names once, and perhaps the optional ones."""
    words = text.split()
    found = {pair[1]: pair[2] for word in words if (pair := _PARAMETER.fullmatch(word))}
    if len(found) < len(words) or not {*names} <= found.keys() <= {*names, *optional}:
        wanted = " ".join(f"{name}=" for name in names)
        raise ValueError(f"parameters must be {wanted}, each once, with numbers")
    return {name: _named(name, value) for name, value in found.items()}


def _named(name: str, value: str) -> float:
    try:
        return number(value)
    except ValueError as fault:
        raise ValueError(f"{name} {fault}") from None


def _converted(value: str, unit: str, to: str) -> float:
    try:
        number(value)
    except ValueError as fault:
        raise ValueError(f"value {fault}, or {NO_DATA}") from None
    try:
        return converted(value, unit, to)
    except ValueError as fault:
        raise ValueError(f"unit {unit!r} {fault}") from None


def _uncertainty(told: Told, unit: str) -> float | None:
    return _converted(told.uncertainty, told.unit, unit) if told.uncertainty else None


def _optional(cell: str) -> float | None:
    return number(cell) if cell else None


def _positive(name: str, value: float) -> float:
    if value <= 0:
        raise ValueError(f"{name} must be above zero")
    return value


# And back.

Written = tuple[str, Cell, str, str, Cell, Cell, str]
"""Property, value, parameters, unit, temperature, uncertainty, source."""


def write_property(field: str, value: Property) -> Written:
    """The cells of a row, but for the material; what is read from them is the same value."""
    match value:
        case NoData(searched):
            name = next(name for name, one in FIELDS.items() if one == field)
            return name, NO_DATA, "", "", "", "", searched
        case Measured(number, unit, source, temperature, uncertainty):
            return field, number, "", unit, _cell(temperature), _cell(uncertainty), source
        case Threshold(concentration, source, uncertainty, temperature):
            told = (UNITS["odour_threshold"], _cell(temperature), _cell(uncertainty))
            return "odour_threshold", concentration, "", *told, source
        case DoseResponse(c_half, slope, most, source):
            parameters = _spelled({"C": c_half, "D": slope, "Imax": most})
            return "dose_response", "", parameters, "", "", "", source
        case Groups(counts, source):
            parameters = " ".join(f"{group}:{count}" for group, count in counts)
            return "unifac_groups", "", parameters, "", "", "", source
        case VapourPressure():
            return _write_vapour(value)


def _write_vapour(value: VapourPressure) -> Written:
    names = COEFFICIENTS[value.correlation]
    found = dict(zip(names, value.coefficients, strict=True))
    pressure, temperature = (found.pop(name, None) for name in _COLUMNS)
    bounds = {"lowest": value.lowest, "highest": value.highest}
    found |= {name: bound for name, bound in bounds.items() if bound is not None}
    parameters = " ".join([value.correlation.value, *filter(None, [_spelled(found)])])
    unit = PRESSURE if pressure is not None else ""
    cells = (_cell(pressure), parameters, unit, _cell(temperature), _cell(value.uncertainty))
    return ("vapour_pressure", *cells, value.source)


def _spelled(numbers: Mapping[str, float]) -> str:
    return " ".join(f"{name}={value!r}" for name, value in numbers.items())


def _cell(value: float | None) -> Cell:
    return "" if value is None else value
