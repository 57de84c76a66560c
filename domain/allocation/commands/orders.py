"""What can be done with whole orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.kernel import Command, Request


@dataclass(frozen=True)
class PlaceOrder(Command):
    """A customer wants `lines` (units by sku), all taken in one transaction.

    `reference` is the customer's own name for the order. `allow_partial`: lines may be split, and
    shipped in parts. `ship_to` is an address as it will stand on the parcel.
    """

    customer: str
    reference: str
    lines: Mapping[str, int]
    requested: date | None = None
    ship_to: Mapping[str, str] = field(default_factory=dict)
    allow_partial: bool = False
    priority: int = 0
    request: Request | None = None

    @property
    def orderid(self) -> str:
        """The id in this house: other customers may use the same reference."""
        return f"{self.customer}/{self.reference}" if self.customer else self.reference


@dataclass(frozen=True)
class AmendOrder(Command):
    """Other quantities for some lines: 0 removes a line, a new sku adds one.

    None leaves `requested` or `ship_to` as they are. `version`: the state of the order that the
    customer has seen, where that matters.
    """

    orderid: str
    lines: Mapping[str, int] = field(default_factory=dict)
    requested: date | None = None
    ship_to: Mapping[str, str] | None = None
    version: int | None = None
    request: Request | None = None


@dataclass(frozen=True)
class CancelOrder(Command):
    """What is not shipped yet is not wanted any more."""

    orderid: str
    version: int | None = None
    request: Request | None = None


@dataclass(frozen=True)
class ShipOrder(Command):
    """Units leave the house: those of `lines` (units by sku), or all that are ready.

    `shipment` is the number of the parcel's papers; the same number again has no effect.
    """

    shipment: str
    orderid: str
    lines: Mapping[str, int] | None = None
    carrier: str = ""
    tracking: str = ""
