"""What can be done with the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from domain.allocation.catalogue import PriceBreak
from domain.kernel import Command


@dataclass(frozen=True)
class DescribeProduct(Command):
    """What customers are told of a SKU: scent, pack, and the price by quantity."""

    sku: str
    scent: str
    pack: str
    currency: str
    prices: tuple[PriceBreak, ...] = ()
