"""The books of the stock, where they disagree: what is taken for the truth.

What customers were promised comes first: the allocation rows, and what was shipped. Purchased and
shipped units of a batch are what the ledger bears out, for its rows are only ever added; the
counter stands where the ledger does not know, or says what cannot be. The ledger then gets a row
that makes it equal. An order gets no more than it asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.allocation.commands import RepairCounters
from domain.allocation.stock_audit import Difference

Units = Mapping[str, int]  # by batch reference
UNKNOWN_BATCH = "unknown"


@dataclass(frozen=True)
class Counts:
    """Units of a batch."""

    purchased: int = 0
    allocated: int = 0
    shipped: int = 0

    def __sub__(self, other: Counts) -> Counts:
        return Counts(
            self.purchased - other.purchased,
            self.allocated - other.allocated,
            self.shipped - other.shipped,
        )

    def __str__(self) -> str:
        return f"{self.purchased} purchased, {self.allocated} allocated, {self.shipped} shipped"


@dataclass(frozen=True)
class BatchBooks:
    """What the books say of a batch: its counters (None: it has no row), the ledger, and the units
    `held` by allocation rows. `opened`: the ledger tells how the batch came in."""

    ref: str
    sku: str
    counters: Counts | None
    ledger: Counts
    held: int
    opened: bool = True

    @property
    def agree(self) -> bool:
        return self.ledger == (self.counters or Counts()) == self.repaired()

    def repaired(self) -> Counts:
        """What counters and ledger shall say; within what a batch can have."""
        if self.counters is None:
            return Counts()
        shipped = self.ledger.shipped
        if not self.opened or shipped < 0:
            shipped = self.counters.shipped
        promised = self.held + shipped
        purchased = self.ledger.purchased
        if not self.opened or purchased < promised:
            purchased = max(self.counters.purchased, promised)
        return Counts(purchased, self.held, shipped)


@dataclass(frozen=True)
class LineBooks:
    """What the books say of a line: its row (`qty` None: it has none), the units that batches hold
    for it, the read model, and the units that the ledger saw leaving. `called_off`: its order is
    cancelled."""

    orderid: str
    sku: str
    qty: int | None = None
    waiting: int = 0
    shipped: int = 0
    cancelled: int = 0
    called_off: bool = False
    held: Units = field(default_factory=dict)
    shown: Units = field(default_factory=dict)
    sent: Units = field(default_factory=dict)

    def repaired(self) -> LineBooks:
        """The same line, each unit of which is in one place. With `qty` 0 it is no line at all."""
        held = _positive(self.held)
        sent = _positive(self.sent)
        shipped = self._shipped(sum(held.values()), sum(sent.values()))
        qty = sum(held.values()) + shipped if self.qty is None else self.qty
        held = _at_most(held, qty - shipped)
        left = qty - shipped - sum(held.values())
        cancelled = left if self.called_off else min(self.cancelled, left)
        gone = _spread(shipped, [sent, _less(self.shown, held)], [*sent, *self.shown, *held])
        shown = {ref: held.get(ref, 0) + gone.get(ref, 0) for ref in {**held, **gone}}
        return LineBooks(
            self.orderid,
            self.sku,
            qty,
            left - cancelled,
            shipped,
            cancelled,
            self.called_off,
            held,
            shown,
            sent,
        )

    @property
    def units(self) -> tuple[int | None, int, int, int]:
        return (self.qty, self.waiting, self.shipped, self.cancelled)

    def __str__(self) -> str:
        return (
            f"{self.qty or 0} wanted, {sum(self.held.values())} allocated, {self.waiting} waiting, "
            f"{self.shipped} shipped, {self.cancelled} cancelled"
        )

    def _shipped(self, held: int, sent: int) -> int:
        """What the row says, unless ledger and read model agree on something else."""
        if self.qty is None:
            return sent
        others_agree = sum(self.shown.values()) - held == sent
        return sent if others_agree and sent <= self.qty else self.shipped


def repairs_for(differences: Iterable[Difference], audit: str) -> list[RepairCounters]:
    """One command for each SKU that the audit names."""
    batches: dict[str, set[str]] = {}
    orders: dict[str, set[str]] = {}
    for found in differences:
        sku = found["sku"]
        batches.setdefault(sku, set())
        orders.setdefault(sku, set())
        if found["what"] == "batch":
            batches[sku].add(found["batchref"])
        else:
            orders[sku].add(found["orderid"])
    return [
        RepairCounters(sku, tuple(sorted(batches[sku])), tuple(sorted(orders[sku])), audit)
        for sku in sorted(batches)
    ]


def _positive(units: Units) -> dict[str, int]:
    return {ref: count for ref, count in units.items() if count > 0}


def _less(units: Units, taken: Units) -> dict[str, int]:
    return _positive({ref: count - taken.get(ref, 0) for ref, count in units.items()})


def _at_most(units: Units, most: int) -> dict[str, int]:
    """As many of the units as are wanted, the first batches first."""
    kept: dict[str, int] = {}
    for ref in sorted(units):
        if count := min(units[ref], most - sum(kept.values())):
            kept[ref] = count
    return kept


def _spread(total: int, evidence: Sequence[Units], refs: Sequence[str]) -> Units:
    """Which batches the units came from: by the first evidence that adds up, or else a guess."""
    for units in [{}, *evidence]:
        if sum(units.values()) == total:
            return units
    return {refs[0] if refs else UNKNOWN_BATCH: total}
