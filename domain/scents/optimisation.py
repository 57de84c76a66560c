"""Searches for a cheaper formula: requested, worked on, ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from domain.kernel import Aggregate, NotFound, Refused
from domain.scents.events.optimisations import (
    OptimisationCancelled,
    OptimisationFinished,
    OptimisationRequested,
)
from domain.scents.wish import Wish


class State(StrEnum):
    """How far it is, or how it ended."""

    WAITING = "waiting"
    RUNNING = "running"
    SOLVED = "solved"
    CONTRADICTION = "contradiction"
    UNSETTLED = "unsettled"
    STOPPED = "stopped"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (State.WAITING, State.RUNNING)


class UnknownOptimisation(NotFound):
    """There is none under this reference."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"there is no optimisation {reference}")


class OptimisationConflict(Refused):
    """The reference was given to another wish."""

    code = "optimisation-conflict"

    def __init__(self, reference: str) -> None:
        super().__init__(f"optimisation {reference} was requested with another wish")


class AlreadyOver(Refused):
    """What has ended cannot be cancelled."""

    code = "already-over"

    def __init__(self, state: State) -> None:
        super().__init__(f"it is over: {state}")


class Optimisation(Aggregate):
    """One search. `outcome` is what came of it, as plain data; empty until it ended."""

    def __init__(
        self,
        reference: str,
        wish: Wish,
        *,
        by: str,
        at: datetime,
        state: State = State.WAITING,
        outcome: Mapping[str, Any] | None = None,
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        self.reference = reference
        self.wish = wish
        self.by = by
        self.at = at
        self.state = state
        self.outcome = dict(outcome or {})

    @property
    def identity(self) -> str:
        return f"optimisation:{self.reference}"

    @property
    def is_over(self) -> bool:
        return self.state not in UNFINISHED

    @classmethod
    def request(cls, reference: str, wish: Wish, *, by: str, at: datetime) -> Self:
        new = cls(reference, wish, by=by, at=at)
        version = f"{wish.formula}@{wish.version}"
        new.record(OptimisationRequested(reference, version, by))
        return new

    def cancel(self) -> None:
        """Raises AlreadyOver."""
        if self.state is State.CANCELLED:
            return
        if self.is_over:
            raise AlreadyOver(self.state)
        self.state = State.CANCELLED
        self.record(OptimisationCancelled(self.reference))

    def finish(self, state: State, outcome: Mapping[str, Any]) -> None:
        """What was cancelled in the meantime stays so."""
        if not self.is_over:
            self.state, self.outcome = state, dict(outcome)
            self.record(OptimisationFinished(self.reference, state.value))
