"""What a cell may hold: the rules of the HTTP doors, for text. Each raises ValueError."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from domain.allocation.order_line import MOST_UNITS

LONGEST_TEXT = 255

_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIGITS = re.compile(r"[0-9]+")


def identifier(cell: str) -> str:
    """Visible text, as the HTTP doors want it (messaging.http.Identifier)."""
    if not cell.strip():
        raise ValueError("must not be blank")
    if len(cell) > LONGEST_TEXT:
        raise ValueError(f"must have at most {LONGEST_TEXT} characters")
    if cell != cell.strip() or not (cell.isprintable() or _is_visible(cell)):
        raise ValueError("must have no invisible characters and no blanks around it")
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


def _is_visible(cell: str) -> bool:
    return not any(unicodedata.category(letter) in _INVISIBLE for letter in cell)


def shown(cell: str) -> str:
    """The cell, safe for a terminal and not too long."""
    return ascii(cell) if len(cell) <= 40 else f"{cell[:40]!a}…"
