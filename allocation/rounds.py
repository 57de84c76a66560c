"""What the clock, or somebody by hand, has done for one row after the other."""

from __future__ import annotations

from datetime import date

from allocation import queries
from domain.allocation.commands import CheckReorderPoint, ExpireBatch
from messaging.rounds import Round, each


def expire_batches(today: date, *, actor: str) -> Round:
    """Take what is unfit from `today` on out of sale; its lines go to other batches, or wait."""
    return each(map(ExpireBatch, queries.batches_past_expiry(today)), actor=actor)


def check_reorder_points(today: date, *, actor: str) -> Round:
    """Warn of what has run low, and arm again what has recovered."""
    return each(map(CheckReorderPoint, queries.skus_to_check(today)), actor=actor)
