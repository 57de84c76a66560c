"""The shelf of a SKU: its batches and its claims, and how units move between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from heapq import merge

from domain.allocation.batch import Batch
from domain.allocation.claim import Claim
from domain.allocation.events import (
    Allocated,
    Backordered,
    Deallocated,
    OutOfStock,
    PromiseChanged,
)
from domain.kernel import Aggregate


class Shelf(Aggregate):
    """Batches (best first) and claims, each perhaps a part only: the repository brings what the
    command at hand needs, so that its cost does not grow with history.

    `more_waiting` are the claims that wait and are not among `claims`, in the order of their rank;
    it may be lazy. `accepted` are the claims that are new here.
    """

    def __init__(
        self,
        sku: str,
        batches: Iterable[Batch] = (),
        version_number: int = 0,
        *,
        claims: Iterable[Claim] = (),
        more_waiting: Iterable[Claim] = (),
    ) -> None:
        super().__init__(version_number=version_number)
        self.sku = sku
        self.batches = sorted(batches)
        self.claims = {claim.orderid: claim for claim in claims}
        self.more_waiting = more_waiting
        self.accepted: list[Claim] = []

    @property
    def identity(self) -> str:
        return self.sku

    @property
    def waiting(self) -> dict[str, Claim]:
        """The claims known here that still wait for units."""
        return {orderid: claim for orderid, claim in self.claims.items() if claim.waiting}

    def holders(self, orderid: str) -> list[Batch]:
        """The batches that hold units for the order, best first."""
        return [batch for batch in self.batches if orderid in batch.held]

    def largest_offer(self, today: date | None = None) -> int:
        """Units of the largest line that one batch could serve now."""
        return max((b.available_quantity for b in self.batches if b.sellable(today)), default=0)

    def reallocate(self, orderid: str, today: date | None = None) -> None:
        """Find other batches for a line that lost units."""
        claim = self.claims.get(orderid)
        if claim is None or not claim.waiting:
            return
        self._serve(claim, today)
        if claim.waiting:
            self._queue(claim)

    def fill_backorders(self, today: date | None = None) -> None:
        """Offer the free stock to the queue, by rank; what does not fit is passed over."""
        known = sorted(self.waiting.values(), key=_rank)
        for claim in merge(known, self.more_waiting, key=_rank):
            if not self.largest_offer(today):
                break
            if self.claims.get(claim.orderid, claim) is claim and self._serve(claim, today):
                self.claims[claim.orderid] = claim

    def _serve(self, claim: Claim, today: date | None) -> bool:
        """Give the claim what it waits for: from one batch, or by parts where it is splittable."""
        served = False
        for batch in self.batches:
            units = min(claim.waiting, batch.available_quantity)
            enough = units == claim.waiting or claim.terms.splittable
            if units > 0 and enough and batch.sellable(today):
                self._give(claim, batch, units, today)
                served = True
            if not claim.waiting:
                break
        self._promise(claim, today)
        return served

    def _give(self, claim: Claim, batch: Batch, units: int, today: date | None) -> None:
        reason = claim.reasons[batch.reference] = batch.reason()
        batch.hold(claim.orderid, units)
        claim.waiting -= units
        claim.latest = max(claim.latest or batch.eta, batch.eta) if batch.eta else claim.latest
        self.record(
            Allocated(
                claim.orderid,
                self.sku,
                units,
                batch.reference,
                promised=batch.due(today),
                reason=reason,
                customer=claim.terms.customer,
            )
        )

    def _take_back(self, claim: Claim, batch: Batch, units: int, *, reason: str) -> None:
        """The claim loses units of the batch, and waits for others."""
        batch.let_go(claim.orderid, units)
        claim.waiting += units
        claim.latest = self._latest(claim)
        if claim.orderid not in batch.held:
            claim.reasons.pop(batch.reference, None)
        self.record(
            Deallocated(
                claim.orderid,
                self.sku,
                units,
                batch.reference,
                reason=reason,
                customer=claim.terms.customer,
            )
        )

    def _latest(self, claim: Claim) -> date | None:
        """The last eta among the batches that hold the claim, which are all known."""
        etas = [batch.eta for batch in self.holders(claim.orderid) if batch.eta]
        return max(etas, default=None)

    def _promise(self, claim: Claim, today: date | None, why: str = "") -> None:
        """Note what the whole line can be promised for; a change of mind is told."""
        ready = max((day for day in (claim.latest, today) if day), default=None)
        if claim.waiting or not claim.held or ready is None or _is_kept(claim, ready, today):
            return
        old, claim.promised = claim.promised, ready
        if old is not None:
            self.record(
                PromiseChanged(
                    claim.orderid,
                    self.sku,
                    old,
                    ready,
                    reason=why or "; ".join(claim.reasons.values()),
                    customer=claim.terms.customer,
                )
            )

    def _queue(self, claim: Claim) -> None:
        """Tell that no batch can serve what is left of the claim."""
        self.record(
            Backordered(claim.orderid, self.sku, claim.waiting, customer=claim.terms.customer)
        )
        self.record(OutOfStock(self.sku))


def _is_kept(claim: Claim, ready: date, today: date | None) -> bool:
    """The promise stands; so does one that fell due while the units lay ready."""
    if claim.promised is None or today is None:
        return claim.promised == ready
    lay_ready = claim.latest is None or claim.latest <= claim.promised
    return claim.promised == ready or (claim.promised <= today == ready and lay_ready)


def _rank(claim: Claim) -> tuple[int, date, int]:
    return claim.rank
