"""Cells of tables of market research, as agencies write them. Each raises ValueError."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_NUMBER = re.compile(r"[0-9]{1,12}([.,][0-9]{1,6})?")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}")
_CODE = re.compile(r"[A-Z]{3}")
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})
_SIGNS: Mapping[str, frozenset[str]] = {
    "$": _DOLLARS,
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
}
SIGNS = ("$", "\\$", "€", "£")
"""Spreadsheets that were copied leave them in cells of their own."""


def number(cell: str) -> Decimal:
    """A comma is a decimal comma where one or two digits follow it, and refused elsewhere: 1,234
    may mean either."""
    if not _NUMBER.fullmatch(cell):
        raise ValueError("must be a number in plain digits, such as 12.50")
    if "," in cell and not _DECIMAL_COMMA.fullmatch(cell):
        raise ValueError("may mean two things: write a point before decimals, and no commas")
    return Decimal(cell.replace(",", "."))


def per_cent(cell: str) -> Decimal:
    """With or without its sign."""
    return number(cell.removesuffix("%").strip())


def count(cell: str) -> int:
    """Plain digits."""
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= 8):
        raise ValueError("must be a whole number in plain digits")
    return int(cell)


def money(cell: str, currency: str) -> Decimal:
    """With or without the sign or the code of its currency, which must be `currency`."""
    text = cell.replace("\\", "").strip()
    for sign, meant in _SIGNS.items():
        if sign in text:
            _require(currency in meant, sign, currency)
            text = text.replace(sign, "", 1).strip()
    for code in _CODE.findall(text):
        _require(code == currency, code, currency)
        text = text.replace(code, "", 1).strip()
    return number(text)


def _require(fits: bool, found: str, currency: str) -> None:  # noqa: FBT001
    if not fits:
        raise ValueError(f"is in {found}, and the table in {currency}")
