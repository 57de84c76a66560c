"""The book of limits: one record for each standard of an amendment, and for each clearance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from domain.kernel import Refused
from domain.scents.events.safety import (
    ClearanceRecorded,
    ClearanceWithdrawn,
    StandardRecorded,
    StandardWithdrawn,
)
from domain.scents.safety.revisions import Revised, Revision
from domain.scents.safety.standard import Clearance, Standard


class ClearanceContradicted(Refused):
    """A standard of the amendment names the substance that is said to have none."""

    code: ClassVar[str] = "clearance-contradicted"


class StandardRecord(Revised[Standard]):
    """A standard of an amendment, by its name, through all its revisions."""

    def __init__(
        self,
        amendment: str,
        name: str,
        *,
        revisions: Sequence[Revision[Standard]] = (),
        version_number: int = 0,
    ) -> None:
        super().__init__(revisions=revisions, version_number=version_number)
        self.amendment = amendment
        self.name = name

    @property
    def identity(self) -> str:
        return f"standard:{self.amendment}:{self.name}"

    def record_standard(self, standard: Standard, *, source: str, by: str) -> None:
        """What was read in `source` holds from now on; the same again changes nothing.

        Raises BadInput.
        """
        number = self._revise(standard, source=source, by=by)
        if number is None:
            return
        limits = tuple((category, str(limit)) for category, limit in standard.limits.items())
        self.record(
            StandardRecorded(
                self.amendment,
                self.name,
                number,
                tuple(sorted(standard.members)),
                limits,
                standard.condition,
                standard.together,
                source,
                by,
            )
        )

    def withdraw(self, *, reason: str, by: str) -> None:
        """It was recorded in error: what only it named is unknown again.

        Raises BadInput and NothingRecorded.
        """
        number = self._withdraw(reason=reason, by=by)
        self.record(StandardWithdrawn(self.amendment, self.name, number, reason, by))


class ClearanceRecord(Revised[Clearance]):
    """Whether somebody has found a substance without a standard in an amendment."""

    def __init__(
        self,
        amendment: str,
        cas: str,
        *,
        revisions: Sequence[Revision[Clearance]] = (),
        version_number: int = 0,
    ) -> None:
        super().__init__(revisions=revisions, version_number=version_number)
        self.amendment = amendment
        self.cas = cas

    @property
    def identity(self) -> str:
        return f"clearance:{self.amendment}:{self.cas}"

    def record_clearance(
        self, *, name: str, source: str, by: str, standards: Collection[str]
    ) -> None:
        """Cleared; `standards` are the names of those of the amendment that list the substance.

        Raises BadInput, and ClearanceContradicted where there is one.
        """
        if standards:
            named = ", ".join(sorted(standards))
            raise ClearanceContradicted(f"{self.cas} is a member of: {named}")
        clearance = Clearance(self.cas, self.amendment, source, name)
        number = self._revise(clearance, source=source, by=by)
        if number is not None:
            self.record(ClearanceRecorded(self.amendment, self.cas, name, number, source, by))

    def withdraw(self, *, reason: str, by: str) -> None:
        """The substance is unknown again. Raises BadInput and NothingRecorded."""
        number = self._withdraw(reason=reason, by=by)
        self.record(ClearanceWithdrawn(self.amendment, self.cas, number, reason, by))
