"""A product: all batches of one SKU, and the queue of the lines that wait for it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from domain.allocation.batch import Batch, Status
from domain.allocation.demand import AlreadyShipped, Demand
from domain.allocation.events import (
    BatchBlocked,
    BatchCreated,
    BatchEtaChanged,
    BatchExpired,
    BatchQuantityChanged,
    BatchReceived,
    BatchReleased,
    DeliveryCame,
    DeliveryPromised,
)
from domain.allocation.order_line import require_units
from domain.allocation.origin import UNKNOWN, Origin
from domain.allocation.release import Stake, stakes_to_release
from domain.kernel import NotFound, Refused


class InvalidSku(NotFound):
    """No batch of this SKU was ever announced."""

    def __init__(self, sku: str) -> None:
        super().__init__(f"Invalid sku {sku}")


class UnknownBatch(NotFound):
    """No batch has this reference."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"Unknown batch {ref}")


class BatchConflict(Refused):
    """The reference was given before, to a batch with other contents."""

    code: ClassVar[str] = "batch-conflict"


class WrongPlace(Refused):
    """The batch is in the warehouse already, or has passed its expiry, or has not."""

    code: ClassVar[str] = "wrong-state-of-batch"


class Product(Demand):
    """The consistency boundary of a SKU: everything that moves its units goes through here."""

    # Batches.

    def add_batch(self, batch: Batch, *, reason: str = "", usual: Origin = UNKNOWN) -> None:
        """Announce a batch; the same batch again changes nothing. Where nobody said what it was
        made from, it is the `usual`: what is decided for the scent. Raises BatchConflict."""
        known = self._batch(batch.reference)
        batch.settle_origin(usual if known is None else known.origin)
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
                    produced=batch.produced,
                    reason=reason,
                    formula=batch.origin.formula,
                    supplier=batch.origin.supplier,
                )
            )
            if batch.eta is not None and (supplier := batch.origin.supplier):
                qty = batch.purchased_quantity
                self.record(DeliveryPromised(batch.reference, self.sku, supplier, qty, batch.eta))
        elif known.announced != batch.announced:
            raise BatchConflict(f"Batch {batch.reference} was announced with other contents")

    def release_batch(self, ref: str) -> None:
        """Let a batch that was held back, or blocked, be sold. Raises WrongPlace."""
        batch = self.batch(ref)
        if batch.status is Status.EXPIRED:
            raise WrongPlace(f"Batch {ref} expired on {batch.expiry}")
        if not batch.released:
            batch.status = Status.RELEASED
            self.record(BatchReleased(ref, self.sku))

    def block_batch(self, ref: str, reason: str) -> None:
        """Stop selling a batch; its lines lose it and wait."""
        batch = self.batch(ref)
        if batch.status not in (Status.BLOCKED, Status.EXPIRED):
            self._empty(batch, f"batch {ref} was blocked: {reason}")
            batch.status = Status.BLOCKED
            self.record(BatchBlocked(ref, self.sku, reason))

    def expire_batch(self, ref: str, today: date) -> None:
        """A batch is unfit from its expiry on; its lines lose it and wait. Raises WrongPlace."""
        batch = self.batch(ref)
        if batch.expiry is None or not batch.is_expired(today):
            raise WrongPlace(f"Batch {ref} has not expired")
        if batch.status is not Status.EXPIRED:
            self._empty(batch, f"batch {ref} expired")
            batch.status = Status.EXPIRED
            self.record(BatchExpired(ref, self.sku, batch.expiry))

    def change_batch_quantity(
        self,
        ref: str,
        qty: int,
        today: date | None = None,
        *,
        scrapped: bool = False,
        reason: str = "",
        document: str = "",
    ) -> None:
        """Correct a batch to `qty` units; lines that no longer fit lose it and wait.

        Raises UnknownBatch, BadInput, AlreadyShipped.
        """
        require_units("qty", qty, least=0)
        batch = self.batch(ref)
        old_qty = batch.purchased_quantity
        if old_qty == qty:
            return
        self._resize(batch, qty, "the batch shrank", today)
        self.record(
            BatchQuantityChanged(
                ref, self.sku, old_qty, qty, scrapped=scrapped, reason=reason, document=document
            )
        )

    def change_batch_eta(self, ref: str, eta: date, today: date | None = None) -> None:
        """A batch comes earlier or later; so do the promises that rest on it. Raises WrongPlace."""
        batch = self._on_its_way(ref)
        old, batch.eta = batch.eta, eta
        if old is not None and old != eta:
            self.batches.sort()
            self.record(BatchEtaChanged(ref, self.sku, old, eta))
            self._promise_anew(batch, f"batch {ref} is due on {eta}, not on {old}", today)

    def receive_batch(
        self,
        ref: str,
        qty: int,
        today: date | None = None,
        *,
        rest_due: date | None = None,
        document: str = "",
    ) -> None:
        """A batch on its way is here: `qty` units. What is missing follows as a batch of its own on
        `rest_due`, with the latest of the promises, or is not coming. Raises WrongPlace, BadInput.
        """
        require_units("qty", qty, least=0)
        batch = self._on_its_way(ref)
        expected, missing = batch.purchased_quantity, batch.purchased_quantity - qty
        rest = None
        if rest_due is not None and missing > 0:
            rest = Batch(
                next_reference(ref),
                self.sku,
                missing,
                rest_due,
                expiry=batch.expiry,
                produced=batch.produced,
                status=batch.status,
                origin=batch.origin,
            )
            self.add_batch(rest, reason=f"rest of {ref}")
        batch.eta = None
        self.batches.sort()
        self._resize(batch, qty, f"{qty} of {expected} came in", today, rest=rest)
        self.record(BatchReceived(ref, self.sku, expected, qty, document))
        if today and (supplier := batch.origin.supplier):
            self.record(DeliveryCame(ref, self.sku, supplier, qty, today))
        self._promise_anew(batch, f"batch {ref} is in the warehouse", today)

    def batch(self, ref: str) -> Batch:
        """The batch with this reference. Raises UnknownBatch."""
        batch = self._batch(ref)
        if batch is None:
            raise UnknownBatch(ref)
        return batch

    # Inside.

    def _batch(self, ref: str) -> Batch | None:
        return next((batch for batch in self.batches if batch.reference == ref), None)

    def _on_its_way(self, ref: str) -> Batch:
        batch = self.batch(ref)
        if batch.eta is None:
            raise WrongPlace(f"Batch {ref} is in the warehouse already")
        return batch

    def _resize(
        self, batch: Batch, qty: int, reason: str, today: date | None, *, rest: Batch | None = None
    ) -> None:
        """What no longer fits moves to the `rest` where there is room, or waits."""
        if qty < batch.shipped_quantity:
            raise AlreadyShipped(
                f"{batch.shipped_quantity} units of batch {batch.reference} are shipped, not {qty}"
            )
        batch.purchased_quantity = qty
        shortfall = -batch.available_quantity
        for stake, units in stakes_to_release(self._stakes(batch), shortfall=shortfall):
            claim = self.claims[stake.orderid]
            self._take_back(claim, batch, units, reason=reason)
            if rest is not None and rest.released and rest.available_quantity >= units:
                self._give(claim, rest, units, today)
                self._promise(claim, today)

    def _empty(self, batch: Batch, reason: str) -> None:
        for stake in sorted(self._stakes(batch), key=lambda stake: stake.rank):
            claim = self.claims[stake.orderid]
            self._take_back(claim, batch, stake.units, reason=reason)

    def _stakes(self, batch: Batch) -> Sequence[Stake]:
        claims = [(self.claims[orderid], units) for orderid, units in batch.held.items()]
        return [
            Stake(c.orderid, units, c.rank, c.terms.splittable, c.incomplete) for c, units in claims
        ]

    def _promise_anew(self, batch: Batch, why: str, today: date | None) -> None:
        for claim in sorted((self.claims[orderid] for orderid in batch.held), key=lambda c: c.rank):
            claim.latest = self._latest(claim)
            self._promise(claim, today, why)


def next_reference(ref: str) -> str:
    """The reference of what is still to come of a batch: B17, B17/2, B17/3 and so on."""
    stem, slash, number = ref.rpartition("/")
    if slash and number.isdecimal():
        return f"{stem}/{int(number) + 1}"
    return f"{ref}/2"
