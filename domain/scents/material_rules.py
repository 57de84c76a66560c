"""What a material, and each value told of it, must be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.measured import Measured

if TYPE_CHECKING:
    from domain.scents.material import Constituent

LONGEST_NAME = 255
LONGEST_NOTE = 1_000
MOST_CONSTITUENTS = 200
COLDEST, HOTTEST = 100.0, 1_000.0
"""Bounds, in K, of the temperatures at which anything here is measured: 25 is a slip for 298.15."""
LIGHTEST, HEAVIEST = 1.0, 100_000.0
"""Bounds of molar masses in g/mol: the hydrogen atom, and polymers."""
THINNEST, DENSEST = 1e-5, 25.0
"""Bounds of densities in g/mL: hydrogen gas has 8e-5, osmium 22.6."""
_ROUNDING = 1e-9

_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?")


def require_code(code: str, field: str = "code") -> None:
    """Raises BadInput unless it is letters, digits and hyphens, 40 at most."""
    if not _CODE.fullmatch(code):
        raise BadInput(field, "must be letters, digits and hyphens, at most 40")


def require_text(field: str, text: str, *, longest: int = LONGEST_NAME) -> None:
    """Raises BadInput for a blank text, and one that is too long."""
    if not text.strip():
        raise BadInput(field, "must not be blank")
    if len(text) > longest:
        raise BadInput(field, f"must have at most {longest} characters")


def require_measured(field: str, value: object, unit: str, least: float, most: float) -> None:
    """Raises BadInput unless a measured value has this unit and is what matter can have."""
    if not isinstance(value, Measured):
        return
    if value.unit != unit:
        raise BadInput(field, f"must be in {unit}, not {value.unit}")
    if not least <= value.value <= most:
        raise BadInput(field, f"must be from {least:g} to {most:g} {unit}")
    if value.temperature is not None and not COLDEST <= value.temperature <= HOTTEST:
        raise BadInput(field, f"the temperature must be from {COLDEST:g} to {HOTTEST:g} K")


def require_groups(counts: Iterable[tuple[int, int]]) -> None:
    """Raises BadInput unless subgroups are named once each, in order, with counts above zero."""
    counts = tuple(counts)
    numbers = [number for number, _ in counts]
    if not counts or numbers != sorted(set(numbers)):
        raise BadInput("groups", "must name each subgroup once, in the order of their numbers")
    if any(number < 1 or count < 1 for number, count in counts):
        raise BadInput("groups", "must have numbers and counts above zero")


def require_constituents(constituents: Iterable[Constituent]) -> None:
    """Raises BadInput unless each is named once and the typical shares fit into the whole."""
    constituents = tuple(constituents)
    codes = [one.code for one in constituents]
    if len(codes) > MOST_CONSTITUENTS:
        raise BadInput("constituents", f"must be at most {MOST_CONSTITUENTS}")
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise BadInput("constituents", f"{', '.join(twice)} stands there twice")
    total = math.fsum(one.typical for one in constituents)
    if total > 1 + _ROUNDING:
        raise BadInput("constituents", f"the typical shares add up to {total:.6g}, more than 1")
