"""Numbers that people read to each other: S-20261120-7F3K."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None that is taken for another."""


def new_number(kind: str, today: date, choose: Callable[[str], str] = secrets.choice) -> str:
    """One of 810,000 of the day; the database refuses the rare second use."""
    return f"{kind}-{today:%Y%m%d}-{''.join(choose(LETTERS) for _ in range(4))}"
