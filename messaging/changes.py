"""What a unit of work has to store of one aggregate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.kernel import Aggregate, Event
from messaging.sql import Fragment

A = TypeVar("A", bound=Aggregate)

NO_DRIFT = Fragment("0")


@dataclass
class Change(Generic[A]):
    """New events of an aggregate.

    `drift`: how far the stored version will be ahead of the aggregate's, as others may have moved
    it since an aggregate was read without a lock.
    """

    aggregate: A
    events: Sequence[Event]
    drift: Fragment = NO_DRIFT

    @property
    def is_new(self) -> bool:
        """Every fact that was ever recorded of it is here."""
        return self.aggregate.version_number == len(self.events)
