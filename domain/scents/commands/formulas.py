"""What can be done with formulas; `by` is the person who does it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.kernel import Command
from domain.scents.recipes.recipe import Blend


@dataclass(frozen=True)
class DraftFormula(Command):
    """A new formula with its first recipe."""

    code: str
    name: str
    recipe: Blend
    note: str
    by: str


@dataclass(frozen=True)
class ReviseFormula(Command):
    """Another recipe, made from version `based_on`, which must be the latest."""

    code: str
    recipe: Blend
    note: str
    by: str
    based_on: int


@dataclass(frozen=True)
class BranchFormula(Command):
    """A formula of its own that begins with a version of another."""

    code: str
    version: int
    new_code: str
    name: str
    by: str


@dataclass(frozen=True)
class ApproveFormula(Command):
    """A second person finds a version fit for use, delivered in this way and up to this `dose`:
    its fraction by mass in what is delivered."""

    code: str
    version: int
    delivery_format: str
    dose: Decimal
    by: str


@dataclass(frozen=True)
class WithdrawApproval(Command):
    """A version must not be used any more."""

    code: str
    version: int
    reason: str
    by: str
