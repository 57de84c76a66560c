"""Allergens that a label must name, by regulation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from messaging.admin.command_admin import Table
from scents.admin.revised import RevisedAdmin, StateFilter
from scents.admin.safety_forms import AllergenRevision, AllergenWithdrawal, NewAllergen
from scents.models import AllergenRule
from scents.safety_tables import ALLERGENS, TABLES, allergen_row


@admin.register(AllergenRule)
class AllergenAdmin(RevisedAdmin):
    """The lists of all regulations."""

    add_form = NewAllergen
    page_forms = {"revise": AllergenRevision, "withdraw": AllergenWithdrawal}
    page_form_head = ["rule", "name"]
    list_display = ["name", "rule", "leave_on", "rinse_off", "new_products_from"]
    list_display += ["all_products_from", "state"]
    list_filter = ["rule", StateFilter]
    search_fields = ["name"]
    search_help_text = "A part of the name, or a whole CAS number"
    by_member = True
    fields = ["rule", "name", "leave_on", "rinse_off", "new_products_from", "all_products_from"]
    fields += ["state", "revision", "source", "recorded_by", "recorded_at", "events"]
    columns = TABLES[ALLERGENS].columns

    def tables(self, request: HttpRequest, obj: AllergenRule) -> list[Table]:
        members = Table("Members", ["CAS number"], [(cas,) for cas in obj.members])
        return [members, *super().tables(request, obj)]

    def exported(self, row: AllergenRule, value: Mapping[str, Any]) -> Iterable[Sequence[str]]:
        yield allergen_row(row.rule, row.name, value, row.source)

    @admin.display(description="leave-on, %")
    def leave_on(self, row: AllergenRule) -> str | None:
        return _held(row, "leave_on")

    @admin.display(description="rinse-off, %")
    def rinse_off(self, row: AllergenRule) -> str | None:
        return _held(row, "rinse_off")

    @admin.display(ordering="value__new_products_from")
    def new_products_from(self, row: AllergenRule) -> str | None:
        return _held(row, "new_products_from")

    @admin.display(ordering="value__all_products_from")
    def all_products_from(self, row: AllergenRule) -> str | None:
        return _held(row, "all_products_from")


def _held(row: AllergenRule, name: str) -> str | None:
    return (row.value or {}).get(name)
