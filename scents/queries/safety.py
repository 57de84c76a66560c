"""What is known of limits and labels, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import QuerySet

from domain.scents.evaluation import Rules
from domain.scents.safety.delivery_format import CategoryUndecided, UnknownFormat
from domain.scents.safety.standard import AMENDMENTS, require_amendment
from scents import safety_values as values
from scents.models import AllergenRule, Clearance, DeliveryFormat, SafetyRevision, Standard

IN_FORCE = AMENDMENTS[-1]


@dataclass(frozen=True)
class Change:
    """One revision of a record, and what it changed, in words."""

    number: int
    at: datetime
    by: str
    source: str
    changed: tuple[str, ...]


def rules_of(amendment: str, cas: Collection[str] | None = None) -> Rules:
    """What holds now of these CAS numbers, or of all: three queries, however many there are.

    Raises BadInput.
    """
    require_amendment(amendment)
    standards = Standard.objects.filter(amendment=amendment, value__isnull=False)
    clearances = Clearance.objects.filter(amendment=amendment, value__isnull=False)
    allergens = AllergenRule.objects.filter(value__isnull=False)
    if cas is not None:
        numbers = sorted({number for number in cas if number})
        standards = standards.filter(members__overlap=numbers)
        clearances = clearances.filter(cas__in=numbers)
        allergens = allergens.filter(members__overlap=numbers)
    return Rules(
        [values.standard_from(row.amendment, row.name, _held(row)) for row in standards],
        [
            values.clearance_from(row.amendment, row.cas, _held(row), source=row.source)
            for row in clearances
        ],
        [
            values.allergen_from(row.rule, row.name, _held(row), source=row.source)
            for row in allergens
        ],
    )


def category_of(format_code: str, amendment: str | None = None) -> tuple[str, str]:
    """The amendment (by default the one in force) and the category that a person chose in it.

    Raises BadInput, UnknownFormat, CategoryUndecided.
    """
    amendment = IN_FORCE if amendment is None else amendment
    require_amendment(amendment)
    found = DeliveryFormat.objects.filter(code=format_code).first()
    if found is None:
        raise UnknownFormat(format_code)
    if (category := _held(found)["categories"].get(amendment)) is None:
        raise CategoryUndecided(f"{format_code} has no category in amendment {amendment}")
    return amendment, category


def _held(row: Standard | Clearance | DeliveryFormat | AllergenRule) -> values.Value:
    """Of a row that was not withdrawn."""
    return cast("values.Value", row.value)


def delivery_formats() -> QuerySet[DeliveryFormat]:
    """Formats by code; `value["categories"]` by amendment."""
    return DeliveryFormat.objects.all()


def standards_naming(cas: str) -> QuerySet[Standard]:
    """Those that hold now, of all amendments."""
    return Standard.objects.filter(members__contains=[cas])


def history_of(key: str, *, most: int) -> list[Change]:
    """The last revisions of a record, the newest first."""
    rows = list(SafetyRevision.objects.filter(record=key).order_by("-number")[: most + 1])
    before = [row.value for row in rows[1:]] + [None]
    return [
        Change(
            row.number,
            row.recorded_at,
            row.recorded_by,
            row.source,
            tuple(values.changes(value, row.value)),
        )
        for row, value in zip(rows, before, strict=True)
    ][:most]
