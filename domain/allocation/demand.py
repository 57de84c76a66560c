"""The lines of a SKU: accepted, changed, cancelled and shipped."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from domain.allocation.claim import Claim, Terms
from domain.allocation.events import LineChanged, UnitsShipped
from domain.allocation.order_line import OrderLine
from domain.allocation.shelf import Shelf
from domain.kernel import Refused


class LineConflict(Refused):
    """The order line was accepted before, with another quantity."""

    code: ClassVar[str] = "order-line-conflict"


class AlreadyShipped(Refused):
    """Units that left the house cannot be taken back."""

    code: ClassVar[str] = "already-shipped"


class NotReady(Refused):
    """The units are not in the warehouse, or not for this order."""

    code: ClassVar[str] = "not-ready-to-ship"


class Demand(Shelf):
    """What orders can ask of a product."""

    def allocate(
        self, line: OrderLine, today: date | None = None, terms: Terms | None = None
    ) -> str | None:
        """The reference of the batch that serves the line, or None: it waits in the queue.

        A line that was accepted before answers as it stands now. Raises LineConflict when it
        comes with another quantity.
        """
        claim = self.claims.get(line.orderid)
        if claim is None:
            self._accept(line, terms or Terms(), today)
        elif claim.qty != line.qty:
            raise LineConflict(
                f"Order {line.orderid} already has a line of {claim.qty} {self.sku}, not {line.qty}"
            )
        return next((batch.reference for batch in self.holders(line.orderid)), None)

    def change_line(self, orderid: str, qty: int, today: date | None = None) -> None:
        """The order wants `qty` units, those shipped included; none at all cancels the line.

        What is too much leaves the queue first, then the latest batches. Raises AlreadyShipped.
        """
        claim = self.claims[orderid]
        old = claim.wanted
        if qty < claim.shipped:
            raise AlreadyShipped(f"{claim.shipped} {self.sku} are shipped already, not {qty}")
        if qty == old:
            return
        if not qty:
            self.cancel_line(orderid)
            return
        self._tell_change(claim, qty)
        self._free(claim, max(old - qty, 0))
        claim.qty, claim.cancelled = qty, 0
        if qty > old:
            self._extend(claim, qty - old, today)
        else:
            self._promise(claim, today)

    def cancel_line(self, orderid: str) -> None:
        """What is not shipped is not wanted any more; nothing happens when that is nothing."""
        claim = self.claims[orderid]
        if units := claim.wanted - claim.shipped:
            self._tell_change(claim, claim.shipped)
            self._free(claim, units)

    def ship_line(
        self, orderid: str, units: int | None, shipment: str, today: date | None = None
    ) -> int:
        """Send units (None: all that are ready); how many went. Raises NotReady."""
        claim = self.claims[orderid]
        here = [b for b in self.holders(orderid) if b.eta is None and b.sellable(today)]
        ready = sum(batch.held[orderid] for batch in here)
        wanted = ready if units is None else units
        if wanted > ready:
            raise NotReady(f"{ready} {self.sku} are ready to ship for this order, not {wanted}")
        left = wanted
        for batch in here:
            if taken := min(left, batch.held[orderid]):
                batch.ship(orderid, taken)
                claim.shipped += taken
                left -= taken
                customer = claim.terms.customer
                self.record(
                    UnitsShipped(orderid, self.sku, taken, batch.reference, shipment, customer)
                )
        return wanted

    def _tell_change(self, claim: Claim, qty: int) -> None:
        customer = claim.terms.customer
        self.record(LineChanged(claim.orderid, self.sku, claim.wanted, qty, customer=customer))

    def _accept(self, line: OrderLine, terms: Terms, today: date | None) -> None:
        claim = Claim(line.orderid, line.qty, self.version_number + 1, terms, waiting=line.qty)
        self.claims[line.orderid] = claim
        self.accepted.append(claim)
        self._serve(claim, today)
        if claim.waiting:
            self._queue(claim)

    def _free(self, claim: Claim, units: int) -> None:
        """Units that the order gives up: those that wait first, then those that come latest."""
        claim.waiting -= (dropped := min(units, claim.waiting))
        claim.cancelled += dropped
        units -= dropped
        for batch in reversed(self.holders(claim.orderid)):
            if taken := min(units, batch.held[claim.orderid]):
                self._take_back(claim, batch, taken, reason="the order was changed")
                claim.waiting -= taken
                claim.cancelled += taken
                units -= taken

    def _extend(self, claim: Claim, more: int, today: date | None) -> None:
        """More units for a line. One that is not splittable stays with its batch where that has
        room; otherwise it lets go of it, and is given another as after any other loss."""
        claim.waiting += more
        holder = next(iter(self.holders(claim.orderid)), None)
        if holder is None or claim.terms.splittable:
            self._serve(claim, today)
        elif holder.sellable(today) and holder.available_quantity >= more:
            self._give(claim, holder, more, today)
            self._promise(claim, today)
        else:
            held = holder.held[claim.orderid]
            self._take_back(claim, holder, held, reason="the order was changed")
            return
        if claim.waiting:
            self._queue(claim)
