"""Quantities as people write them, brought to the units that the laboratory reckons in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from scents.evaluation.fields import FINITE, Fields

LONGEST_UNIT = 40
_FACTOR = r"[A-Za-zµμ°]{1,20}(?:(?:\*\*|\^)?-?[1-3])?"
_UNIT = re.compile(rf"{_FACTOR}(?:\s?[/*·]\s?{_FACTOR}){{0,4}}")
_BLANK = re.compile(r"(?<=\w) (?=[A-Za-zµμ°])")
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


_AMBIGUOUS = {
    "gr": "a grain or a gram",
    "ton": "a short ton or a tonne, t",
    "dr": "a dram or a drop",
}
"""One of the two is what the library of units takes, the other what most people mean."""
_AMBIGUOUS |= {"tons": _AMBIGUOUS["ton"]}


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

    for word in re.split(r"\W|\d", unit):
        if meanings := _AMBIGUOUS.get(word.lstrip("km")):
            raise WrongUnit(f"{word} may be {meanings}; write g, kg or t")

    try:
        start, end = (_registry().Quantity(n, _read(unit)).to(_read(to)) for n in (0.0, 1.0))
        return float(start.magnitude), float(end.magnitude)
    except (pint.errors.PintError, ArithmeticError, ValueError):
        raise WrongUnit(f"must be a unit of {_KINDS[to]}, such as {to}") from None


def _read(unit: str) -> Any:
    """Raises ValueError. Only products of units reach the library: it would reckon 9**9**9 out."""
    # ³ and ℃ become 3 and °C; SI puts a blank between factors, and Torr begins with a capital.
    plain = unicodedata.normalize("NFKC", unit).replace("\N{MINUS SIGN}", "-")
    plain = _BLANK.sub("·", plain.replace("Torr", "torr"))
    if not _UNIT.fullmatch(plain):
        raise ValueError(unit)
    return _registry().parse_units(_POWER.sub(r"**\1", plain).replace("·", "*"))


@cache
def _registry() -> Any:
    """Loading it takes half a second, which those who keep to our own units need not wait for."""
    import pint

    return pint.UnitRegistry()
