"""What is done for one row after the other, by the clock or by hand."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from allocation import queries
from domain.allocation.commands import CheckReorderPoint, ExpireBatch
from domain.kernel import Command
from messaging.bus import get_bus
from messaging.database import is_outage

logger = logging.getLogger(__name__)


@dataclass
class Round:
    """How many commands were carried out, and which ones failed, with the reason."""

    done: int = 0
    failed: list[tuple[Command, str]] = field(default_factory=list)


def expire_batches(today: date, *, actor: str) -> Round:
    """Take what is unfit from `today` on out of sale; its lines go to other batches, or wait."""
    return each(map(ExpireBatch, queries.batches_past_expiry(today)), actor=actor)


def check_reorder_points(today: date, *, actor: str) -> Round:
    """Warn of what has run low, and arm again what has recovered."""
    return each(map(CheckReorderPoint, queries.skus_to_check(today)), actor=actor)


def each(commands: Iterable[Command], *, actor: str) -> Round:
    """One that fails does not stop the others; without a database all wait for the next round."""
    result = Round()
    for command in commands:
        try:
            get_bus().handle(command, actor=actor)
            result.done += 1
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("%r failed", command)
            result.failed.append((command, str(error)))
    return result
