"""The port through which handlers reach aggregates."""

from __future__ import annotations

import abc
from typing import Generic, TypeVar

from domain.kernel import Aggregate

A = TypeVar("A", bound=Aggregate)


class AbstractRepository(abc.ABC, Generic[A]):
    """A collection of aggregates that remembers which ones were `seen`, by identity.

    The same aggregate asked for twice is the same object.
    """

    def __init__(self) -> None:
        self.seen: dict[str, A] = {}

    def add(self, aggregate: A) -> None:
        """Take in an aggregate that is not stored yet."""
        self.seen[aggregate.identity] = aggregate
        self._add(aggregate)

    def _remember(self, aggregate: A | None) -> A | None:
        """The one object of this identity in this unit of work."""
        if aggregate is None:
            return None
        return self.seen.setdefault(aggregate.identity, aggregate)

    @abc.abstractmethod
    def _add(self, aggregate: A) -> None: ...
