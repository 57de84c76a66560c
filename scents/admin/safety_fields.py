"""Fields of the safety rules, each as people write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from domain.kernel import BadInput
from domain.scents.cas import require_cas
from domain.scents.safety.standard import (
    AMENDMENTS,
    CATEGORIES,
    LONGEST_NAME,
    LONGEST_SOURCE,
    Limit,
    limit_from,
    require_category,
)
from messaging.admin.forms import IdentifierField
from scents import queries

MOST_LETTERS = 20_000
_SEPARATORS = re.compile(r"[\s,;]+")
_PER_CENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,12})?", re.ASCII)


def line(**kwargs: Any) -> IdentifierField:
    return IdentifierField(**{"max_length": LONGEST_NAME, **kwargs})


def source_field(**kwargs: Any) -> forms.CharField:
    """Where something was read, or why it is so."""
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 2})
    return forms.CharField(widget=widget, **{"max_length": LONGEST_SOURCE, **kwargs})


def amendment_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(each, each) for each in reversed(AMENDMENTS)], widget=UnfoldAdminSelectWidget()
    )


def category_field() -> forms.ChoiceField:
    """Nothing is chosen beforehand: a person must choose."""
    chosen = [(code, f"{code}: {products}") for code, products in CATEGORIES.items()]
    return forms.ChoiceField(choices=[("", "Choose"), *chosen], widget=UnfoldAdminSelectWidget())


def format_choices(*empty: tuple[str, str]) -> list[tuple[str, str]]:
    """Every delivery format, with what it is and its category in force."""
    rows = queries.delivery_formats()
    return [*empty, *((row.code, f"{row.code}: {row.name}, {_category(row)}") for row in rows)]


def _category(row: Any) -> str:
    found = (row.value or {"categories": {}})["categories"].get(queries.IN_FORCE)
    return f"category {found}" if found else "no category yet"


class PerCentField(forms.CharField):
    """A per cent in plain digits, not one of them lost."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = str(value or "").strip()
        if text and not _PER_CENT.fullmatch(text):
            raise ValidationError("Enter a per cent, such as 0.001.")
        return Decimal(text) if text else None


class MembersField(forms.CharField):
    """CAS numbers, apart by blanks, commas, semicolons or lines."""

    def __init__(self, **kwargs: Any) -> None:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
        text = "All that count together, one in a line."
        super().__init__(widget=widget, help_text=text, max_length=MOST_LETTERS, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> frozenset[str]:  # type: ignore[override]
        found = frozenset(part for part in _SEPARATORS.split(_bounded(value)) if part)
        for cas in sorted(found):
            try:
                require_cas(cas, "members")
            except BadInput as error:
                raise ValidationError(error.reason) from error
        return found

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a set: `to_python` has looked."""


class LimitsField(forms.CharField):
    """Categories and what is allowed in them, in lines such as `1, 6: 0.00016`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": 12})
        text = (
            "In lines: categories, then a per cent of the finished product, or one of: "
            "no restriction, prohibited, specification. A category that is left out blocks."
        )
        super().__init__(widget=widget, help_text=text, max_length=MOST_LETTERS, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            known = [each for each in CATEGORIES if each in value]
            return "\n".join(f"{each}: {value[each]}" for each in known)
        return value

    def to_python(self, value: Any) -> Mapping[str, Limit]:  # type: ignore[override]
        found: dict[str, Limit] = {}
        for line in filter(str.strip, _bounded(value).splitlines()):
            categories, colon, text = line.partition(":")
            if not colon:
                raise ValidationError(f"{line!r} is no line such as 4: 0.6")
            for category in filter(None, _SEPARATORS.split(categories)):
                if category in found:
                    raise ValidationError(f"category {category} stands twice")
                found[category] = _limit(category, text.strip())
        return found

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a mapping: `to_python` has looked."""


def _bounded(value: Any) -> str:
    text = str(value or "")
    if len(text) > MOST_LETTERS:
        raise ValidationError(f"It has more than {MOST_LETTERS} characters.")
    return text


def _limit(category: str, text: str) -> Limit:
    try:
        require_category(category)
        limit = limit_from(text)
    except BadInput as error:
        raise ValidationError(f"{category}: {error.reason}") from error
    if isinstance(limit, Decimal) and not _PER_CENT.fullmatch(text):
        raise ValidationError(f"{category}: {text!r} is no per cent such as 0.6")
    return limit
