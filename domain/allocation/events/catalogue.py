"""What has happened in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel import Event


@dataclass(frozen=True)
class ProductDescribed(Event):
    """A SKU has another description or price; `prices` are (from units, amount as text)."""

    sku: str
    scent: str
    pack: str
    currency: str
    prices: tuple[tuple[int, str], ...]
