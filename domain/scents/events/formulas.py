"""What has happened to formulas. Recipes are plain data, as `recipes.text` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.kernel import Event


@dataclass(frozen=True)
class FormulaDrafted(Event):
    """There is a new formula with a first version; `branched_from` is the version of another that
    it was copied from (`CODE@2`), or empty."""

    code: str
    name: str
    by: str
    branched_from: str
    recipe: Mapping[str, object]


@dataclass(frozen=True)
class FormulaRevised(Event):
    """A formula has a new version."""

    code: str
    version: int
    by: str
    note: str
    recipe: Mapping[str, object]


@dataclass(frozen=True)
class FormulaApproved(Event):
    """A version may be used, delivered in this way and up to this dose (a fraction by mass)."""

    code: str
    version: int
    by: str
    at: datetime
    delivery_format: str
    dose: Decimal


@dataclass(frozen=True)
class ApprovalWithdrawn(Event):
    """A version may no longer be used."""

    code: str
    version: int
    by: str
    at: datetime
    reason: str
