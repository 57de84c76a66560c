"""How audiences favoured what a supplier makes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from domain.scents.sourcing.scent import Kind
from domain.scents.sourcing.weighing import DIGITS
from scents.models import SourcingDecision


class Favour(NamedTuple):
    """What a decision rested on: the part of an audience that favoured the supplier, in per cent,
    with the 95 % interval of its end where answers were counted; and whether it was chosen."""

    scent: str
    at: datetime
    per_cent: float
    interval: tuple[float, float] | None
    answers: int | None
    chosen: bool


def favour_of(supplier: str, most: int) -> list[Favour]:
    """By scent, the latest first. Decisions come after the close, so that none of them betrays an
    open survey."""
    rows = SourcingDecision.objects.filter(costs__has_key=supplier, evidence__has_key="per_cent")
    rows = rows.filter(kind=Kind.SUPPLIER)  # where both are his own, nobody favoured him
    return [_favour(row, supplier) for row in rows.order_by("scent", "-number")[:most]]


def _favour(row: SourcingDecision, supplier: str) -> Favour:
    """The evidence is for the cheap one; the other has the rest, without those who favoured
    neither: for him alone there is no interval then."""
    told: dict[str, Any] = row.evidence
    is_cheap = told["of"]["cheap"].rpartition(" of ")[2] == supplier
    neither = float(told.get("neither", "0").removesuffix("%"))
    interval = None
    if told["wilson"] and (is_cheap or not neither):
        low, high = (100 * end for end in told["wilson"])
        interval = (low, high) if is_cheap else (100 - high, 100 - low)
    share = told["per_cent"] if is_cheap else round(100 - neither - told["per_cent"], DIGITS)
    return Favour(
        row.scent_id, row.decided_at, share, interval, told["answers"], row.supplier == supplier
    )
