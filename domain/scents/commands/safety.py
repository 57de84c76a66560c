"""What can be done with the safety rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.kernel import Command
from domain.scents.safety.allergens import AllergenRule
from domain.scents.safety.standard import Clearance, Limit, Standard


@dataclass(frozen=True)
class RecordStandard(Command):
    """A standard as somebody read it in `source`."""

    amendment: str
    name: str
    members: frozenset[str]
    limits: Mapping[str, Limit]
    source: str
    by: str
    condition: str = ""
    together: str = ""

    def standard(self) -> Standard:
        """Raises BadInput."""
        return Standard(
            self.name, self.amendment, self.members, self.limits, self.condition, self.together
        )


@dataclass(frozen=True)
class WithdrawStandard(Command):
    """It was recorded in error."""

    amendment: str
    name: str
    reason: str
    by: str


@dataclass(frozen=True)
class RecordClearance(Command):
    """Somebody looked in `source`: no standard of the amendment names this CAS number."""

    amendment: str
    cas: str
    name: str
    source: str
    by: str

    def clearance(self) -> Clearance:
        """Raises BadInput."""
        return Clearance(self.cas, self.amendment, self.source, self.name)


@dataclass(frozen=True)
class WithdrawClearance(Command):
    """The substance may have a standard after all."""

    amendment: str
    cas: str
    reason: str
    by: str


@dataclass(frozen=True)
class DecideCategory(Command):
    """In this amendment, the delivery format belongs to this category."""

    code: str
    name: str
    amendment: str
    category: str
    by: str
    reason: str


@dataclass(frozen=True)
class RecordAllergenRule(Command):
    """An allergen that labels must name."""

    rule: AllergenRule
    by: str


@dataclass(frozen=True)
class WithdrawAllergenRule(Command):
    """It was recorded in error."""

    rule: str
    name: str
    reason: str
    by: str


@dataclass(frozen=True)
class ImportSafetyRules(Command):
    """All of it or nothing; in a dry run nothing, but with the same answer.

    What was withdrawn here stays so, unless another value or source says it anew. With `only_new`
    whatever was ever recorded here stays as it is.
    """

    standards: tuple[RecordStandard, ...] = ()
    clearances: tuple[RecordClearance, ...] = ()
    allergen_rules: tuple[RecordAllergenRule, ...] = ()
    dry_run: bool = False
    only_new: bool = False
