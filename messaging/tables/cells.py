"""What a cell may hold: the rules of the HTTP doors, for text. Each raises ValueError."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from messaging.texts import fault_of

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIGITS = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_FLOAT = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,4})?")
_MARKED = ("=", "+", "-", "@", "'")

Rule = Callable[[str], Any]
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def identifier(cell: str) -> str:
    if fault := fault_of(cell):
        raise ValueError(fault)
    return cell


def text(cell: str) -> str:
    """A visible text; it may be empty."""
    return identifier(cell) if cell else ""


def day(cell: str) -> date | None:
    if not cell:
        return None
    if not _ISO_DAY.fullmatch(cell):
        raise ValueError("must be an ISO date, such as 2027-03-31, or empty")
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"is no date: {error}") from error


def whole(least: int, most: int) -> Callable[[str], int]:
    """The rule for plain digits, within bounds."""

    def rule(cell: str) -> int:
        if not _DIGITS.fullmatch(cell):
            raise ValueError("must be a whole number in plain digits")
        if len(cell) > len(str(most)) or not least <= int(cell) <= most:
            raise ValueError(f"must be from {least} to {most}")
        return int(cell)

    return rule


def amount(cell: str) -> Decimal:
    if not _DECIMAL.fullmatch(cell):
        raise ValueError("must be a number in plain digits, such as 12.50")
    return Decimal(cell)


def number(cell: str) -> float:
    """A finite number, with a point and perhaps an exponent; neither NaN nor infinity."""
    if not _FLOAT.fullmatch(cell) or not math.isfinite(found := float(cell)):
        raise ValueError("must be a finite number, such as 0.0125 or 1.25e-2")
    return found


def flag(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise ValueError("must be yes or no")
    return cell == "yes"


def one_of(kind: type[E]) -> Callable[[str], E]:
    """The rule for one of a few words."""

    def rule(cell: str) -> E:
        try:
            return kind(cell)
        except ValueError:
            raise ValueError(f"must be one of {', '.join(kind)}") from None

    return rule


def optional(rule: Callable[[str], T], *, empty: T) -> Callable[[str], T]:
    """The rule, for a cell that may be left empty."""
    return lambda cell: rule(cell) if cell else empty


def marked(cell: str) -> str:
    """A text that a spreadsheet would take for a formula, marked as a text; see `unmarked`."""
    return f"'{cell}" if cell.startswith(_MARKED) else cell


def unmarked(cell: str) -> str:
    """Takes the mark away again, so that what was written is read."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_MARKED) else cell


def shown(cell: str) -> str:
    """The cell, safe for a terminal and not too long."""
    return ascii(cell) if len(cell) <= 40 else f"{cell[:40]!a}…"
