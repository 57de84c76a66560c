"""The order line: the smallest thing that a customer can want."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel import BadInput

MOST_UNITS = 1_000_000_000
"""More units than this in one line or batch is a slip of the keyboard."""


def require_units(field: str, qty: int, *, least: int = 1) -> None:
    """Raise BadInput unless `qty` is a whole number from `least` to MOST_UNITS."""
    if isinstance(qty, bool) or not isinstance(qty, int):
        raise BadInput(field, "must be a whole number")
    if not least <= qty <= MOST_UNITS:
        raise BadInput(field, f"must be from {least} to {MOST_UNITS}")


@dataclass(frozen=True)
class OrderLine:
    """`qty` units of `sku` for order `orderid`: a value, equal to any other with the same three."""

    orderid: str
    sku: str
    qty: int

    def __post_init__(self) -> None:
        require_units("qty", self.qty)
