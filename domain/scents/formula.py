"""A formula: a name, and its recipes one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from domain.kernel import Aggregate, BadInput, NotFound, Refused
from domain.scents.events.formulas import (
    ApprovalWithdrawn,
    FormulaApproved,
    FormulaDrafted,
    FormulaRevised,
)
from domain.scents.recipes.mixture import FormulaVersion, UnknownFormula
from domain.scents.recipes.recipe import Blend
from domain.scents.recipes.text import write_recipe
from domain.scents.recipes.uses import checked, reference, require_code

LONGEST_NAME = 255
LONGEST_NOTE = 2_000
FINEST_DOSE = Decimal("1e-12")


class NoFormula(NotFound):
    """Nobody has drafted a formula under this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there is no formula {code}")


class FormulaExists(Refused):
    """The code is given to another formula."""

    code = "formula-exists"

    def __init__(self, formula: str) -> None:
        super().__init__(f"there is a formula {formula} already")


class SomebodyWasFaster(Refused):
    """The recipe was changed since the author looked at it."""

    code = "formula-changed"

    def __init__(self, formula: str, latest: int, author: str) -> None:
        super().__init__(
            f"{author} was faster: {formula} has a version {latest} now; look at it and revise that"
        )


class OwnFormula(Refused):
    """A second person approves."""

    code = "own-formula"

    def __init__(self) -> None:
        super().__init__("nobody approves a recipe of his own: a second person must look at it")


class NotSafe(Refused):
    """A limit is not kept, or not known."""

    code = "not-safe"

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(self.reasons) or "it was not found to be safe")


class AlreadyApproved(Refused):
    """It was approved for something else; that is withdrawn first."""

    code = "already-approved"

    def __init__(self, version: str, approval: Approval) -> None:
        terms = f"{approval.delivery_format}, dose {approval.dose}"
        super().__init__(f"{version} is approved for {terms}; withdraw that first")


@dataclass(frozen=True)
class Approval:
    """Who found the version fit for use, for which way of delivery, and up to which `dose`: its
    fraction by mass in what is delivered."""

    by: str
    at: datetime
    delivery_format: str
    dose: Decimal


@dataclass(frozen=True)
class Version:
    """A recipe that never changes again."""

    number: int
    recipe: Blend
    author: str
    at: datetime
    note: str = ""
    approval: Approval | None = None


class Formula(Aggregate):
    """A formula with all its `versions`, numbered from 1 on without a gap."""

    def __init__(
        self,
        code: str,
        *,
        name: str,
        note: str = "",
        branched_from: FormulaVersion | None = None,
        versions: Sequence[Version] = (),
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        self.code = code
        self.name = name
        self.note = note
        self.branched_from = branched_from
        self.versions = list(versions)

    @property
    def identity(self) -> str:
        return f"formula:{self.code}"

    @classmethod
    def draft(
        cls,
        code: str,
        *,
        name: str,
        recipe: Blend,
        by: str,
        at: datetime,
        note: str = "",
        branched_from: FormulaVersion | None = None,
    ) -> Formula:
        """A new formula with its first version. Raises BadInput, TooDeep."""
        require_code("code", code)
        _require_text("name", name, LONGEST_NAME, may_be_empty=False)
        _require_text("note", note, LONGEST_NOTE)
        recipe = checked(recipe)
        formula = cls(code, name=name, note=note, branched_from=branched_from)
        formula.versions.append(Version(1, recipe, _person(by), at))
        source = reference(*branched_from) if branched_from else ""
        formula.record(FormulaDrafted(code, name, by, source, write_recipe(recipe)))
        return formula

    @property
    def latest(self) -> Version:
        return self.versions[-1]

    def version(self, number: int) -> Version:
        """Raises UnknownFormula."""
        if not 1 <= number <= len(self.versions):
            raise UnknownFormula(self.code, number)
        return self.versions[number - 1]

    def revise(self, recipe: Blend, *, by: str, at: datetime, based_on: int, note: str = "") -> int:
        """Add a version, and answer its number; the latest recipe again adds nothing.

        `based_on` is the version that the author had before him. Raises SomebodyWasFaster,
        UnknownFormula, BadInput, TooDeep.
        """
        recipe = checked(recipe)
        latest = self.latest
        if recipe == latest.recipe:
            return latest.number
        if self.version(based_on) is not latest:
            raise SomebodyWasFaster(self.code, latest.number, latest.author)
        _require_text("note", note, LONGEST_NOTE)
        version = Version(latest.number + 1, recipe, _person(by), at, note)
        self.versions.append(version)
        text = write_recipe(recipe)
        self.record(FormulaRevised(self.code, version.number, by, note, text))
        return version.number

    def require_second_person(self, number: int, *, by: str) -> None:
        """Raises OwnFormula, UnknownFormula, BadInput."""
        if _person(by) == self.version(number).author:
            raise OwnFormula

    def approve(
        self, number: int, *, by: str, at: datetime, delivery_format: str, dose: Decimal
    ) -> None:
        """Note that a second person found the version fit for use, which must have been found
        safe before. The same again changes nothing.

        Raises OwnFormula, AlreadyApproved, UnknownFormula, BadInput.
        """
        self.require_second_person(number, by=by)
        _require_text("delivery_format", delivery_format, LONGEST_NAME, may_be_empty=False)
        require_dose(dose)
        approval, version = Approval(by, at, delivery_format, dose), self.version(number)
        if version.approval is not None:
            if (version.approval.delivery_format, version.approval.dose) == (delivery_format, dose):
                return
            raise AlreadyApproved(reference(self.code, number), version.approval)
        self.versions[number - 1] = replace(version, approval=approval)
        self.record(FormulaApproved(self.code, number, by, at, delivery_format, dose))

    def withdraw_approval(self, number: int, *, by: str, at: datetime, reason: str) -> None:
        """Nobody may rely on the approval any more; where there is none, nothing changes.

        Raises UnknownFormula, BadInput.
        """
        _require_text("reason", reason, LONGEST_NOTE, may_be_empty=False)
        version = self.version(number)
        if version.approval is None:
            return
        self.versions[number - 1] = replace(version, approval=None)
        self.record(ApprovalWithdrawn(self.code, number, _person(by), at, reason))


def require_dose(dose: Decimal) -> None:
    """Raises BadInput unless it is a fraction by mass, of at most 12 decimals."""
    if not (dose.is_finite() and 0 < dose <= 1):
        raise BadInput("dose", "must be a fraction by mass, above 0 and at most 1")
    if dose != dose.quantize(FINEST_DOSE):
        raise BadInput("dose", f"must be a multiple of {FINEST_DOSE}")


def _person(by: str) -> str:
    _require_text("by", by, LONGEST_NAME, may_be_empty=False)
    return by


def _require_text(field: str, text: str, longest: int, *, may_be_empty: bool = True) -> None:
    if not may_be_empty and not text.strip():
        raise BadInput(field, "must not be blank")
    if len(text) > longest:
        raise BadInput(field, f"must have at most {longest} characters")
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadInput(field, "must be text")
