"""A batch: units of one SKU that arrive, and expire, together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from domain.allocation.order_line import OrderLine, require_units
from domain.allocation.origin import UNKNOWN, Origin
from domain.kernel import BadInput


class Status(StrEnum):
    """Whether a batch may be sold from."""

    QUARANTINE = "quarantine"
    RELEASED = "released"
    BLOCKED = "blocked"
    EXPIRED = "expired"


class Batch:
    """Stock under one reference: in the warehouse (`eta` None) or on its way.

    It never holds more than it has: 0 <= allocated + shipped <= purchased, all in units. `held`
    tells the units of each order that is known here; `allocated_quantity` counts all, also those
    that were not loaded, and none that was shipped. `expiry` is the first day on which it is unfit
    for use. `announced` is what was said of the batch at first, by which a repeated command is
    known. Raises BadInput.
    """

    def __init__(
        self,
        ref: str,
        sku: str,
        qty: int,
        eta: date | None,
        *,
        expiry: date | None = None,
        produced: date | None = None,
        status: Status = Status.RELEASED,
        allocated: int | None = None,
        shipped: int = 0,
        held: Mapping[str, int] | None = None,
        announced: tuple[int, date | None, bool] | None = None,
        origin: Origin = UNKNOWN,
    ) -> None:
        require_units("qty", qty, least=0)
        if produced and expiry and produced >= expiry:
            raise BadInput("expiry", f"must be after the production on {produced}")
        self.reference = ref
        self.sku = sku
        self.purchased_quantity = qty
        self.eta = eta
        self.expiry = expiry
        self.produced = produced
        self.status = status
        self.held = dict(held or {})
        self.allocated_quantity = sum(self.held.values()) if allocated is None else allocated
        self.shipped_quantity = shipped
        self.origin = origin
        self._announced = announced or (qty, eta, status is Status.RELEASED)

    @property
    def announced(self) -> tuple[object, ...]:
        return (*self._announced, self.expiry, self.produced, self.origin)

    def settle_origin(self, usual: Origin) -> None:
        """Where nobody said what it was made from, it was made as usual."""
        if self.origin == UNKNOWN:
            self.origin = usual

    def __repr__(self) -> str:
        return f"<Batch {self.reference}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Batch) and other.reference == self.reference

    def __hash__(self) -> int:
        return hash(self.reference)

    def __lt__(self, other: Batch) -> bool:
        return self._preference < other._preference

    @property
    def _preference(self) -> tuple[bool, date, bool, date, str]:
        """Warehouse before shipments, then earliest eta, then earliest expiry, then reference."""
        never = date.max
        return (
            self.eta is not None,
            self.eta or never,
            self.expiry is None,
            self.expiry or never,
            self.reference,
        )

    @property
    def available_quantity(self) -> int:
        return self.purchased_quantity - self.allocated_quantity - self.shipped_quantity

    @property
    def released(self) -> bool:
        return self.status is Status.RELEASED

    def sellable(self, today: date | None = None) -> bool:
        """Released, and fit for use on `today` (None: no day is known, so nothing has expired)."""
        return self.released and not (today is not None and self.is_expired(today))

    def is_expired(self, today: date) -> bool:
        return self.expiry is not None and self.expiry <= today

    def due(self, today: date | None) -> date | None:
        """The day from which its units can be shipped; None: it is here, and no day is known."""
        if self.eta is None:
            return today
        return max(self.eta, today) if today else self.eta

    def can_allocate(self, line: OrderLine, today: date | None = None) -> bool:
        fits = self.sku == line.sku and self.available_quantity >= line.qty
        return fits and self.sellable(today)

    def allocate(self, line: OrderLine) -> None:
        """Take the line in; nothing happens when it is in already, or does not fit."""
        if line.orderid not in self.held and self.can_allocate(line):
            self.hold(line.orderid, line.qty)

    def deallocate(self, line: OrderLine) -> None:
        """Let the line go; nothing happens when it is not here."""
        if self.held.get(line.orderid) == line.qty:
            self.let_go(line.orderid, line.qty)

    def hold(self, orderid: str, units: int) -> None:
        """Keep so many more units for the order."""
        self.held[orderid] = self.held.get(orderid, 0) + units
        self.allocated_quantity += units

    def let_go(self, orderid: str, units: int) -> None:
        """Keep so many units fewer for the order."""
        left = self.held[orderid] - units
        if left:
            self.held[orderid] = left
        else:
            del self.held[orderid]
        self.allocated_quantity -= units

    def ship(self, orderid: str, units: int) -> None:
        """The order's units leave the house."""
        self.let_go(orderid, units)
        self.shipped_quantity += units

    def reason(self) -> str:
        """Why a line is served from here, as it is told to people."""
        place = "in the warehouse" if self.eta is None else f"earliest eta {self.eta}"
        expiry = f", keeps until {self.expiry}" if self.expiry else ""
        return f"batch {self.reference}: {place}{expiry}, {self.available_quantity} left"
