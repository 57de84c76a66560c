"""What can be counted, and which shares and error rates there are."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from domain.kernel import BadInput

LARGEST = 100_000_000
"""Answers in one count: up to here the logarithms of factorials keep six decimal places."""

LEAST_ERROR = 1e-12
"""Rates of error below this one are no statement about people."""


def check_count(value: int, *, field: str, least: int = 0, most: int = LARGEST) -> None:
    """Refuse what is no whole number in these bounds. Raises BadInput."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(field, "must be a whole number")
    if not least <= value <= most:
        raise BadInput(field, f"must be from {least} to {most}")


def check_counts(k: int, n: int) -> None:
    """Refuse a part that is not one of a whole: 0 <= k <= n. Raises BadInput."""
    check_count(n, field="n")
    check_count(k, field="k", most=n)


def check_open(value: float | Fraction, *, field: str) -> None:
    """Refuse what is not between 0 and 1, without the two. Raises BadInput."""
    if not (isfinite(value) and 0 < value < 1):
        raise BadInput(field, "must be above 0 and below 1")


def check_error(value: float, *, field: str) -> None:
    """Refuse what is no rate of error. Raises BadInput."""
    check_open(value, field=field)
    if value < LEAST_ERROR:
        raise BadInput(field, f"must be at least {LEAST_ERROR}")
