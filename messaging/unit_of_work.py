"""All or nothing: one unit of work per command."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from domain.kernel import Aggregate, Event

Projection = Callable[[Event, Any], None]
Projections = Mapping[type[Event], Sequence[Projection]]


class AbstractUnitOfWork(abc.ABC):
    """Changes that are stored together when `commit` is called, and dropped otherwise.

    Before anything is stored, the `projections` of each new event run: read models, and rules
    that follow from the event in the same transaction. They may make an aggregate record more.
    """

    projections: Projections = {}

    @property
    @abc.abstractmethod
    def seen(self) -> Iterator[Aggregate]:
        """The aggregates that were loaded or added."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.rollback()

    def commit(self) -> None:
        self.project()
        self.store()

    def project(self) -> None:
        """Let everything follow that follows from what was recorded, and store nothing: once."""
        for aggregate in self.seen:
            for event in aggregate.events:  # grows while projections record more
                for project in self.projections.get(type(event), ()):
                    project(event, self)

    def collect_new_events(self) -> Iterator[Event]:
        """The events that nobody has stored: to be handled here and now."""
        for aggregate in self.seen:
            yield from aggregate.take_events()

    @abc.abstractmethod
    def store(self) -> None:
        """Store what was recorded and projected, all of it or nothing."""

    @abc.abstractmethod
    def rollback(self) -> None:
        """Drop what was not committed."""
