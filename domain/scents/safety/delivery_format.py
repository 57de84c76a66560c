"""Delivery formats: how a scent reaches people, and the IFRA category that a person chose for it.

Sources disagree (one files reed diffusers under 10A, another under 12), so nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from domain.kernel import NotFound, Refused
from domain.scents.events.safety import CategoryDecided
from domain.scents.safety.revisions import Revised, Revision
from domain.scents.safety.standard import (
    require_amendment,
    require_category,
    require_name,
    require_source,
)


class UnknownFormat(NotFound):
    """Nobody has said how that reaches people."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there is no delivery format {code}")


class CategoryUndecided(Refused):
    """Nobody has chosen a category for this format in this amendment."""

    code: ClassVar[str] = "category-undecided"


@dataclass(frozen=True)
class DeliveryFormat:
    """A format in the wording of an amendment. Raises BadInput."""

    code: str
    name: str
    amendment: str
    category: str
    decided_by: str
    reason: str

    def __post_init__(self) -> None:
        for field in ("code", "name", "decided_by"):
            require_name(field, getattr(self, field))
        require_source("reason", self.reason)
        require_amendment(self.amendment)
        require_category(self.category)


class FormatRecord(Revised[DeliveryFormat]):
    """All decisions about one format, of all amendments, in their order."""

    def __init__(
        self,
        code: str,
        *,
        revisions: Sequence[Revision[DeliveryFormat]] = (),
        version_number: int = 0,
    ) -> None:
        super().__init__(revisions=revisions, version_number=version_number)
        self.code = code

    @property
    def identity(self) -> str:
        return f"delivery-format:{self.code}"

    def of(self, amendment: str) -> DeliveryFormat:
        """The last decision for the amendment. Raises CategoryUndecided."""
        decision = self._last(amendment)
        if decision is None:
            raise CategoryUndecided(f"{self.code} has no category in amendment {amendment}")
        return decision

    def decide(self, *, name: str, amendment: str, category: str, by: str, reason: str) -> None:
        """The same again changes nothing. Raises BadInput."""
        decision = DeliveryFormat(self.code, name, amendment, category, by, reason)
        if decision == self._last(amendment):
            return
        number = self._append(decision, reason, by)
        self.record(CategoryDecided(self.code, name, amendment, category, number, reason, by))

    def _last(self, amendment: str) -> DeliveryFormat | None:
        decisions = (each.value for each in reversed(self.revisions))
        return next((each for each in decisions if each and each.amendment == amendment), None)
