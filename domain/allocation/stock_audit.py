"""Audits: what was found when the books of the stock were compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.allocation.events import AuditSettled, BooksDiffer, StockAudited
from domain.kernel import Aggregate, NotFound

MOST_TOLD = 20

Difference = dict[str, Any]


class AuditState(StrEnum):
    """How the books stand."""

    EQUAL = "equal"
    DIFFERS = "differs"
    REPAIRED = "repaired"


class UnknownAudit(NotFound):
    """No audit has this reference."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"Unknown audit {ref}")


class StockAudit(Aggregate):
    """One comparison of all books. Each difference is a dict with `what` (batch or line) and the
    figures that disagree."""

    def __init__(
        self,
        ref: str,
        at: datetime,
        differences: Iterable[Difference] = (),
        *,
        state: AuditState = AuditState.EQUAL,
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        self.ref = ref
        self.at = at
        self.differences: Sequence[Difference] = [*differences]
        self.state = state

    @classmethod
    def report(cls, ref: str, at: datetime, differences: Iterable[Difference]) -> StockAudit:
        """What was found; differences are told to people."""
        audit = cls(ref, at, differences)
        count = len(audit.differences)
        audit.record(StockAudited(ref, count))
        if count:
            audit.state = AuditState.DIFFERS
            told = tuple(map(told_difference, audit.differences[:MOST_TOLD]))
            audit.record(BooksDiffer(ref, count, told))
        return audit

    @property
    def identity(self) -> str:
        return f"stock-audit:{self.ref}"

    def settle(self) -> None:
        if self.state is AuditState.DIFFERS:
            self.state = AuditState.REPAIRED
            self.record(AuditSettled(self.ref))


def told_difference(difference: Difference) -> str:
    """`batch batchref B17, purchased 10, …`"""
    figures = (f"{name} {value}" for name, value in difference.items() if name != "what")
    return f"{difference['what']} {', '.join(figures)}"
