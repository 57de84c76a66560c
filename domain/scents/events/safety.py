"""What has happened to the safety rules.

`revision` counts from 1; `source` is where it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.kernel import Event


@dataclass(frozen=True)
class StandardRecorded(Event):
    """A standard holds so from now on; `limits` are (category, limit as text)."""

    amendment: str
    name: str
    revision: int
    members: tuple[str, ...]
    limits: tuple[tuple[str, str], ...]
    condition: str
    together: str
    source: str
    by: str


@dataclass(frozen=True)
class StandardWithdrawn(Event):
    """A standard was recorded in error."""

    amendment: str
    name: str
    revision: int
    reason: str
    by: str


@dataclass(frozen=True)
class ClearanceRecorded(Event):
    """Somebody found no standard for the substance in the amendment."""

    amendment: str
    cas: str
    name: str
    revision: int
    source: str
    by: str


@dataclass(frozen=True)
class ClearanceWithdrawn(Event):
    """A substance is no longer cleared."""

    amendment: str
    cas: str
    revision: int
    reason: str
    by: str


@dataclass(frozen=True)
class CategoryDecided(Event):
    """A person chose the category of a delivery format in an amendment."""

    code: str
    name: str
    amendment: str
    category: str
    revision: int
    reason: str
    by: str


@dataclass(frozen=True)
class AllergenRuleRecorded(Event):
    """A label must name an allergen; thresholds are mass per cents of the finished product."""

    rule: str
    name: str
    revision: int
    members: tuple[str, ...]
    leave_on: Decimal
    rinse_off: Decimal
    new_products_from: date
    all_products_from: date
    source: str
    by: str


@dataclass(frozen=True)
class AllergenRuleWithdrawn(Event):
    """An allergen was recorded in error."""

    rule: str
    name: str
    revision: int
    reason: str
    by: str
