"""Data of the safety rules, with every change kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.kernel import Aggregate, NotFound
from domain.scents.safety.standard import require_name, require_source

T = TypeVar("T")


class NothingRecorded(NotFound):
    """Nothing is recorded under this name, or it was withdrawn."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"{identity} is not recorded")


@dataclass(frozen=True)
class Revision(Generic[T]):
    """What held from then on: `value`, None if it was withdrawn; `source` says where it was read,
    or why it was withdrawn; `by` who recorded it. The event tells when."""

    number: int
    value: T | None
    source: str
    by: str


class Revised(Aggregate, Generic[T]):
    """Something that is only ever revised: revisions count from 1, and none changes or goes."""

    def __init__(self, *, revisions: Sequence[Revision[T]] = (), version_number: int = 0) -> None:
        super().__init__(version_number=version_number)
        self.revisions = tuple(revisions)

    @property
    def current(self) -> T | None:
        """What holds now; None if nothing was recorded or the last was withdrawn."""
        return self.revisions[-1].value if self.revisions else None

    def stays_withdrawn(self, value: T, *, source: str) -> bool:
        """Whether exactly this, from this source, was withdrawn, and nothing was recorded since:
        a list that is read once more must not bring it back."""
        if len(self.revisions) < 2 or self.current is not None:
            return False
        withdrawn = self.revisions[-2]
        return (value, source) == (withdrawn.value, withdrawn.source)

    def _revise(self, value: T, *, source: str, by: str) -> int | None:
        """The new revision's number; None if the same from the same source held already.

        Raises BadInput.
        """
        last = self.revisions[-1] if self.revisions else None
        if last and (value, source) == (last.value, last.source):
            return None
        return self._append(value, source, by)

    def _withdraw(self, *, reason: str, by: str) -> int:
        """The new revision's number. Raises BadInput and NothingRecorded."""
        if self.current is None:
            raise NothingRecorded(self.identity)
        return self._append(None, reason, by)

    def _append(self, value: T | None, source: str, by: str) -> int:
        require_source("source", source)
        require_name("by", by)
        self.revisions += (Revision(len(self.revisions) + 1, value, source, by),)
        return len(self.revisions)
