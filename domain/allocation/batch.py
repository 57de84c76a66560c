"""A batch: units of one SKU that arrive, and expire, together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.allocation.order_line import OrderLine, require_units


class Batch:
    """Stock under one reference: in the warehouse (`eta` None) or on its way.

    It never holds more than it has: 0 <= allocated_quantity <= purchased_quantity. `lines` are
    those that are known here; `allocated` counts all, also those that were not loaded.
    `announced` is what was said of the batch at first, by which a repeated command is known.
    """

    def __init__(
        self,
        ref: str,
        sku: str,
        qty: int,
        eta: date | None,
        *,
        expiry: date | None = None,
        released: bool = True,
        allocated: int | None = None,
        lines: Iterable[OrderLine] = (),
        announced: tuple[int, date | None, bool] | None = None,
    ) -> None:
        require_units("qty", qty, least=0)
        self.reference = ref
        self.sku = sku
        self.purchased_quantity = qty
        self.eta = eta
        self.expiry = expiry
        self.released = released
        self.lines = {line.orderid: line for line in lines}
        units = sum(line.qty for line in self.lines.values())
        self.allocated_quantity = units if allocated is None else allocated
        self.announced = (*(announced or (qty, eta, released)), expiry)

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
        return self.purchased_quantity - self.allocated_quantity

    def sellable(self, today: date | None = None) -> bool:
        """Released, and fit for use on `today` (None: no day is known, so nothing has expired)."""
        expired = today is not None and self.expiry is not None and self.expiry <= today
        return self.released and not expired

    def can_allocate(self, line: OrderLine, today: date | None = None) -> bool:
        fits = self.sku == line.sku and self.available_quantity >= line.qty
        return fits and self.sellable(today)

    def allocate(self, line: OrderLine) -> None:
        """Take the line in; nothing happens when it is in already, or does not fit."""
        if self.lines.get(line.orderid) != line and self.can_allocate(line):
            self.lines[line.orderid] = line
            self.allocated_quantity += line.qty

    def deallocate(self, line: OrderLine) -> None:
        """Let the line go; nothing happens when it is not here."""
        if self.lines.get(line.orderid) == line:
            del self.lines[line.orderid]
            self.allocated_quantity -= line.qty
