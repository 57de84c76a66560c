"""Limits: what an amendment allows of each substance, by category, and what it was before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from domain.scents.safety.standard import CATEGORIES, Rule
from messaging.admin.command_admin import Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import badge
from scents.admin.revised import AmendmentFilter, RevisedAdmin, StateFilter
from scents.admin.safety_forms import NewStandard, StandardRevision, StandardWithdrawal
from scents.models import Standard
from scents.safety_tables import LIMITS, TABLES, limit_rows

FREE = Rule.NO_RESTRICTION.value
_LOOKS = {Rule.PROHIBITED.value: "danger", FREE: "success", Rule.SPECIFICATION.value: "info"}


def _limited(category: str) -> Q:
    return Q(value__limits__has_key=category) & ~Q(value__limits__contains={category: FREE})


class CategoryFilter(OptionsFilter):
    """Standards that limit a category."""

    title = "limited category"
    parameter_name = "category"
    options = {
        code: (f"{code}: {products}", _limited(code)) for code, products in CATEGORIES.items()
    }


@admin.register(Standard)
class StandardAdmin(RevisedAdmin):
    """The book of limits."""

    add_form = NewStandard
    page_forms = {"revise": StandardRevision, "withdraw": StandardWithdrawal}
    page_form_head = ["amendment", "name"]
    list_display = [
        "name",
        "amendment",
        "fine_fragrance",
        "no_skin_contact",
        "substances",
        "revision",
        "recorded_at",
        "state",
    ]
    list_filter = [AmendmentFilter, CategoryFilter, StateFilter]
    search_fields = ["name"]
    search_help_text = "A part of the name, or a whole CAS number"
    by_member = True
    fields = ["amendment", "name", "condition", "together", "state", "revision", "source"]
    fields += ["recorded_by", "recorded_at", "events"]
    columns = [*TABLES[LIMITS].columns, *TABLES[LIMITS].optional]

    def tables(self, request: HttpRequest, obj: Standard) -> list[Table]:
        return [_limits(obj), _members(obj), *super().tables(request, obj)]

    def exported(self, row: Standard, value: Mapping[str, Any]) -> Iterable[Sequence[str]]:
        return limit_rows(row.amendment, row.name, value, row.source)

    @admin.display(description="fine fragrance (4), %")
    def fine_fragrance(self, row: Standard) -> SafeString | str:
        return limit_of(row, "4")

    @admin.display(description="no skin contact (12), %")
    def no_skin_contact(self, row: Standard) -> SafeString | str:
        return limit_of(row, "12")

    @admin.display(description="CAS numbers")
    def substances(self, row: Standard) -> int:
        return len(row.members)

    @admin.display()
    def condition(self, row: Standard) -> str | None:
        return (row.value or {}).get("condition") or None

    @admin.display(description="shares its allowance as")
    def together(self, row: Standard) -> str | None:
        return (row.value or {}).get("together") or None


def limit_of(row: Standard, category: str) -> SafeString | str:
    """What is not known is marked: it blocks."""
    limit = (row.value or {"limits": {}})["limits"].get(category)
    if limit is None:
        return badge("not known: blocks", "warning")
    return badge(limit, _LOOKS[limit]) if limit in _LOOKS else str(limit)


def _limits(row: Standard) -> Table:
    rows = [
        (category, products, limit_of(row, category)) for category, products in CATEGORIES.items()
    ]
    return Table("Limits", ["category", "products", "% of the finished product"], rows)


def _members(row: Standard) -> Table:
    return Table("Members", ["CAS number"], [(cas,) for cas in row.members])
