"""Numbers at the top of the first page, each a way to the list behind it."""

from __future__ import annotations

from typing import Any

Card = dict[str, Any]


def card(title: str, value: str, address: str, *, alarming: bool = False) -> Card:
    return {"title": title, "value": value, "address": address, "alarming": alarming}
