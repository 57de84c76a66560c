"""What handlers need to decide who makes a scent."""

from __future__ import annotations

import abc
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from domain.kernel import Command, Event
from domain.scents.sourcing.scent import Decision, Scent
from messaging.repository import AbstractRepository
from scents.ports.surveys import SurveysUnitOfWork


class AbstractScentRepository(AbstractRepository[Scent]):
    """Scents by code, locked, with the decision that stands. Decisions are only ever added."""

    @abc.abstractmethod
    def get_many(self, codes: Collection[str]) -> dict[str, Scent]:
        """Those that are there, in the order of codes."""

    def get(self, code: str) -> Scent | None:
        return self.get_many([code]).get(code)

    @abc.abstractmethod
    def decisions(self, code: str) -> Sequence[Decision]:
        """All that were stored of this scent, in order."""

    @abc.abstractmethod
    def decided_from(self, reference: str, codes: Collection[str]) -> Collection[str]:
        """Those of these scents for which this evidence has led to a decision before, whatever
        was decided since: evidence counts once."""


class Turn(Protocol):
    """What happens once; what follows from it is recorded here."""

    def record(self, event: Event) -> None: ...


class Turns(Protocol):
    """Each given once."""

    def claim(self, job: str, period: str) -> Turn | None:
        """None: somebody has had it."""


class SendCommand(Protocol):
    """The way from a subscriber back to the bus."""

    def __call__(self, command: Command, /) -> Any:
        """Its errors reach the caller."""


class PageOf(Protocol):
    """The addresses of pages of the back office."""

    def __call__(self, key: str, /) -> str: ...


class SourcingUnitOfWork(SurveysUnitOfWork, abc.ABC):
    """A unit of work that reaches scents, too."""

    scents: AbstractScentRepository
    periods: Turns
