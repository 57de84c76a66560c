"""Units of the files, turned into ours by pint. Each function raises ValueError."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from messaging.tables.cells import number

if TYPE_CHECKING:
    from pint import UnitRegistry

_UNIT = re.compile(r"([A-Za-zµμ]{1,20})([23]?)(?:/([A-Za-zµμ]{1,20})([23]?))?")
_WORDS = {"%": "percent", "fraction": "dimensionless"}


@cache
def _registry() -> UnitRegistry[Any]:
    """It counts in decimals: 94 % are 0.94, and not 0.9400000000000001."""
    import pint

    return pint.UnitRegistry(non_int_type=Decimal)


def converted(cell: str, unit: str, to: str) -> float:
    """The number in the cell, from its unit to another."""
    found = number(cell)
    if unit != to:
        found = float(Decimal(cell) * factor(unit, to))
    if not math.isfinite(found):
        raise ValueError("is too large")
    return found


@cache
def factor(unit: str, to: str) -> Decimal:
    """What a value in `unit` is multiplied with to be in `to`.

    Only units such as `kPa`, `g/mL` and `mg/m3` are looked up: pint would work out whole
    calculations.
    """
    import pint

    try:
        return Decimal(_registry().Quantity(Decimal(1), _expression(unit)).m_as(_expression(to)))
    except (pint.UndefinedUnitError, pint.DimensionalityError, pint.OffsetUnitCalculusError):
        raise ValueError(f"must be in {to}, or what can be turned into it") from None


def _expression(unit: str) -> str:
    if unit in _WORDS:
        return _WORDS[unit]
    found = _UNIT.fullmatch(unit)
    if found is None:
        raise ValueError("must be a unit such as kPa, g/mL or mg/m3")
    above, power, below, below_power = found.groups()
    over = f" / {below}**{below_power or 1}" if below else ""
    return f"{above}**{power or 1}{over}"
