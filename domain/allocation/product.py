"""A product: all batches of one SKU, and the queue of the lines that wait for it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from heapq import merge
from operator import attrgetter
from typing import ClassVar

from domain.allocation.batch import Batch
from domain.allocation.events import (
    Allocated,
    Backordered,
    BatchCreated,
    BatchQuantityChanged,
    BatchReleased,
    Deallocated,
    OutOfStock,
)
from domain.allocation.order_line import OrderLine, require_units
from domain.allocation.release import lines_to_release
from domain.kernel import Aggregate, NotFound, Refused


class InvalidSku(NotFound):
    """No batch of this SKU was ever announced."""

    def __init__(self, sku: str) -> None:
        super().__init__(f"Invalid sku {sku}")


class UnknownBatch(NotFound):
    """No batch has this reference."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"Unknown batch {ref}")


class LineConflict(Refused):
    """The order line was accepted before, with another quantity."""

    code: ClassVar[str] = "order-line-conflict"


class BatchConflict(Refused):
    """The reference was given before, to a batch with other contents."""

    code: ClassVar[str] = "batch-conflict"


class Product(Aggregate):
    """The consistency boundary of a SKU.

    `batches` (best first), `waiting` and `more_waiting` (oldest promise first) may each be a part
    only: the repository brings what the command at hand needs, so that its cost does not grow
    with history. `more_waiting` may be lazy. `accepted` are the lines that are new here.
    """

    def __init__(
        self,
        sku: str,
        batches: Iterable[Batch] = (),
        version_number: int = 0,
        *,
        waiting: Iterable[OrderLine] = (),
        more_waiting: Iterable[OrderLine] = (),
    ) -> None:
        super().__init__(version_number=version_number)
        self.sku = sku
        self.batches = sorted(batches)
        self.waiting = {line.orderid: line for line in waiting}
        self.more_waiting = more_waiting
        self.accepted: list[OrderLine] = []

    @property
    def identity(self) -> str:
        return self.sku

    def add_batch(self, batch: Batch) -> None:
        """Announce a batch; the same batch again changes nothing. Raises BatchConflict."""
        known = self._batch(batch.reference)
        if known is None:
            insort(self.batches, batch)
            self.record(
                BatchCreated(
                    ref=batch.reference,
                    sku=self.sku,
                    qty=batch.purchased_quantity,
                    eta=batch.eta,
                    expiry=batch.expiry,
                    released=batch.released,
                )
            )
        elif known.announced != batch.announced:
            raise BatchConflict(f"Batch {batch.reference} was announced with other contents")

    def release_batch(self, ref: str) -> None:
        """Let a batch that was held back be sold."""
        batch = self.batch(ref)
        if not batch.released:
            batch.released = True
            self.record(BatchReleased(ref, self.sku))

    def allocate(self, line: OrderLine, today: date | None = None) -> str | None:
        """The reference of the batch that serves the line, or None: it waits in the queue.

        A line that was accepted before answers as it stands now. Raises LineConflict when it
        comes with another quantity.
        """
        known = self._line(line.orderid)
        if known is None:
            return self._accept(line, today)
        if known != line:
            raise LineConflict(
                f"Order {line.orderid} already has a line of {known.qty} {self.sku}, not {line.qty}"
            )
        holder = self._holder(line.orderid)
        return holder.reference if holder else None

    def change_batch_quantity(self, ref: str, qty: int) -> None:
        """Correct a batch to `qty` units; lines that no longer fit lose it and wait.

        Raises UnknownBatch, BadInput.
        """
        require_units("qty", qty, least=0)
        batch = self.batch(ref)
        old_qty, batch.purchased_quantity = batch.purchased_quantity, qty
        if old_qty == qty:
            return
        shortfall = -batch.available_quantity
        for line in lines_to_release([*batch.lines.values()], shortfall=shortfall):
            batch.deallocate(line)
            self.waiting[line.orderid] = line
            self.record(Deallocated(line.orderid, self.sku, line.qty, ref))
        self.record(BatchQuantityChanged(ref, self.sku, old_qty, qty))

    def reallocate(self, orderid: str, today: date | None = None) -> None:
        """Find another batch for a line that lost its own."""
        line = self.waiting.get(orderid)
        if line is not None and not self._serve(line, today):
            self.record(OutOfStock(self.sku))

    def fill_backorders(self, today: date | None = None) -> None:
        """Offer the free stock to the queue, oldest promise first; what does not fit is passed."""
        known = sorted(self.waiting.values(), key=attrgetter("position"))
        for line in merge(known, self.more_waiting, key=attrgetter("position")):
            if not self.largest_offer(today):
                break
            if self._holder(line.orderid) is None:
                self._serve(line, today)

    def largest_offer(self, today: date | None = None) -> int:
        """Units of the largest line that could be served now."""
        return max((b.available_quantity for b in self.batches if b.sellable(today)), default=0)

    def batch(self, ref: str) -> Batch:
        """The batch with this reference. Raises UnknownBatch."""
        batch = self._batch(ref)
        if batch is None:
            raise UnknownBatch(ref)
        return batch

    def _batch(self, ref: str) -> Batch | None:
        return next((batch for batch in self.batches if batch.reference == ref), None)

    def _holder(self, orderid: str) -> Batch | None:
        return next((batch for batch in self.batches if orderid in batch.lines), None)

    def _line(self, orderid: str) -> OrderLine | None:
        holder = self._holder(orderid)
        return holder.lines[orderid] if holder else self.waiting.get(orderid)

    def _accept(self, line: OrderLine, today: date | None) -> str | None:
        line = replace(line, position=self.version_number + 1)
        self.accepted.append(line)
        if batchref := self._serve(line, today):
            return batchref
        self.waiting[line.orderid] = line
        self.record(Backordered(line.orderid, self.sku, line.qty))
        self.record(OutOfStock(self.sku))
        return None

    def _serve(self, line: OrderLine, today: date | None) -> str | None:
        """Give the line the best batch that has room for all of it."""
        batch = next((b for b in self.batches if b.can_allocate(line, today)), None)
        if batch is None:
            return None
        batch.allocate(line)
        self.waiting.pop(line.orderid, None)
        self.record(Allocated(line.orderid, self.sku, line.qty, batch.reference))
        return batch.reference
