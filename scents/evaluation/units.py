"""Quantities as people write them, brought to the units that the laboratory reckons in."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from scents.evaluation.fields import FINITE, Fields

LONGEST_UNIT = 40
_FACTOR = r"[A-Za-zµμ°]{1,20}(?:(?:\*\*|\^)?-?[1-3])?"
_UNIT = re.compile(rf"{_FACTOR}(?:\s?[/*·]\s?{_FACTOR}){{0,4}}")
_POWER = re.compile(r"(?:\*\*|\^)?(-?[1-3])")
_KINDS = {
    "g/mol": "a molar mass",
    "g/mL": "a density",
    "g/m3": "a mass concentration",
    "g": "a mass",
    "Pa": "a pressure",
    "K": "a temperature",
    "J/mol": "a molar energy",
    "m2": "an area",
    "m3/s": "a flow",
}


class WrongUnit(ValueError):
    """Nobody knows the unit, or it measures something else."""


def quantity(
    fields: Fields, name: str, *, to: str, least: float = 0.0, most: float = FINITE
) -> float:
    """`{"value": 25, "unit": "degC"}` in the unit `to`. Raises BadInput."""
    return converted(fields.object(name, {"value", "unit"}), to=to, least=least, most=most)


def converted(told: Fields, *, to: str, least: float = 0.0, most: float = FINITE) -> float:
    """The value of an object that may have other fields too, within bounds that are in `to`."""
    value = told.number("value", least=-FINITE, most=FINITE)
    try:
        found = convert(value, told.text("unit", longest=LONGEST_UNIT), to=to)
    except WrongUnit as wrong:
        raise told.fault("unit", str(wrong)) from None
    if not least <= found <= most:
        raise told.fault("value", f"must be from {least:g} to {most:g} {to}")
    return found


def convert(value: float, unit: str, *, to: str) -> float:
    """Raises WrongUnit."""
    if unit == to:
        return value
    offset, one = _line(unit, to)
    return offset + (one - offset) * value if offset else one * value


@lru_cache(maxsize=512)
def _line(unit: str, to: str) -> tuple[float, float]:
    """Where 0 and 1 of a unit lie in another: temperatures have different zeros."""
    import pint

    try:
        start, end = (_registry().Quantity(n, _read(unit)).to(_read(to)) for n in (0.0, 1.0))
        return float(start.magnitude), float(end.magnitude)
    except (pint.errors.PintError, ArithmeticError, ValueError):
        raise WrongUnit(f"must be a unit of {_KINDS[to]}, such as {to}") from None


def _read(unit: str) -> Any:
    """Raises ValueError. Only products of units reach the library: it would reckon 9**9**9 out."""
    if not _UNIT.fullmatch(unit):
        raise ValueError(unit)
    return _registry().parse_units(_POWER.sub(r"**\1", unit).replace("·", "*"))


@cache
def _registry() -> Any:
    """Loading it takes half a second, which those who keep to our own units need not wait for."""
    import pint

    return pint.UnitRegistry()
