"""What staff are told by mail, in words that say what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from allocation.ports import Proposal

if TYPE_CHECKING:
    from allocation.ports import Expiring, LowSku, PurchasingReport
    from domain.allocation.events import BooksDiffer, LowStock
    from domain.allocation.origin import DecidedSource


def low_stock(event: LowStock, source: DecidedSource | None) -> str:
    """The warning that a SKU runs low; `source` is what is decided of who makes it."""
    measure = "units" if event.measure == "units" else "days of cover"
    return f"""{event.sku} has fallen to its reorder point of {event.threshold} {measure}.

Position: {event.position} units
  in the warehouse, free  {event.on_hand}
  on their way, free      {event.incoming}
  waited for by orders    {event.waiting}
Ordered in the last 28 days: {event.demand}

What to do next: order {Proposal(event.missing, source)}.
Announce them in the back office under Receive, Batches, Add, with the day they are due. They count
from then on.
There will be no second warning before the stock has recovered; the daily digest keeps the list.
"""


def digest(report: PurchasingReport) -> str:
    """The daily digest; empty when there is nothing to do."""
    if not (report.low or report.expiring):
        return ""
    return "\n".join([f"Stock on {report.day}", *_low(report), *_expiring(report)]) + "\n"


def books_differ(event: BooksDiffer) -> str:
    """The books of the stock disagree."""
    more = event.count - len(event.told)
    told = [*event.told, *([f"… and {more} more"] if more > 0 else [])]
    return "\n".join(
        [
            f"Audit {event.ref}: the books of the stock differ in {event.count} places.",
            "",
            *told,
            "",
            "What to do next: look at the audit in the back office under Purchasing, Stock audits.",
            "Repair sets them right, under lock and with a row in the ledger; then count the",
            "batches that are named.",
            "",
        ]
    )


def _low(report: PurchasingReport) -> Iterator[str]:
    if not report.low:
        return
    yield "\nTo be ordered: below the reorder point, or not clear of it yet"
    for low in report.low:
        yield from _low_sku(low)


def _low_sku(low: LowSku) -> Iterator[str]:
    supply = low.supply
    cover = "not ordered lately" if low.cover is None else f"{max(low.cover, 0):.1f} days of cover"
    yield f"\n{low.sku}: position {supply.position}, {cover}; reorder point {low.threshold}"
    yield f"  in the warehouse, free: {supply.on_hand}"
    yield f"  waiting: {supply.waiting}, order lines: {low.waiting_lines}"
    for ref, day, units in low.incoming:
        yield f"  on its way: {units} free in batch {ref}, due {day}"
    if not low.incoming:
        yield "  nothing is on its way"
    yield f"  to order: {low.proposal}"


def _expiring(report: PurchasingReport) -> Iterator[str]:
    if not report.expiring:
        return
    yield "\nExpiring within 30 days with units that nobody ordered: sell, use or scrap them"
    yield from map(_batch, report.expiring)


def _batch(batch: Expiring) -> str:
    return f"  {batch.ref} ({batch.sku}): {batch.free} free, expires {batch.expiry}"
