"""What a cell may hold: the rules of the HTTP doors, for text. Each raises ValueError."""

from __future__ import annotations

import re
from datetime import date

from domain.allocation.order_line import MOST_UNITS
from messaging.texts import fault_of

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIGITS = re.compile(r"[0-9]+")


def identifier(cell: str) -> str:
    if fault := fault_of(cell):
        raise ValueError(fault)
    return cell


def units(cell: str) -> int:
    if not _DIGITS.fullmatch(cell):
        raise ValueError("must be a whole number in plain digits")
    if len(cell) > len(str(MOST_UNITS)) or not 1 <= int(cell) <= MOST_UNITS:
        raise ValueError(f"must be from 1 to {MOST_UNITS}")
    return int(cell)


def day(cell: str) -> date | None:
    if not cell:
        return None
    if not _ISO_DAY.fullmatch(cell):
        raise ValueError("must be an ISO date, such as 2027-03-31, or empty")
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"is no date: {error}") from error


def shown(cell: str) -> str:
    """The cell, safe for a terminal and not too long."""
    return ascii(cell) if len(cell) <= 40 else f"{cell[:40]!a}…"
