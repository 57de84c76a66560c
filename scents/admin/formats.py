"""Delivery formats: how scents reach people, and the categories that people chose for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from domain.scents.safety.standard import AMENDMENTS, CATEGORIES
from messaging.admin.command_admin import Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import badge
from scents.admin.revised import RevisedAdmin
from scents.admin.safety_forms import Decision, NewFormat
from scents.models import DeliveryFormat
from scents.queries import IN_FORCE


class CategoryFilter(OptionsFilter):
    """The category in the amendment in force."""

    title = f"category in {IN_FORCE}"
    parameter_name = "category"
    options = {
        **{
            code: (f"{code}: {products}", Q(value__categories__contains={IN_FORCE: code}))
            for code, products in CATEGORIES.items()
        },
        "undecided": ("Undecided", ~Q(value__categories__has_key=IN_FORCE)),
    }


@admin.register(DeliveryFormat)
class FormatAdmin(RevisedAdmin):
    """Formats; nothing is guessed, a person decides."""

    add_form = NewFormat
    page_forms = {"decide": Decision}
    page_form_head = ["code"]
    list_display = ["code", "name", "category", "recorded_by", "recorded_at"]
    list_filter = [CategoryFilter]
    search_fields = ["code", "name"]
    fields = ["code", "name", "revision", "recorded_by", "recorded_at", "events"]
    columns = ["code", "name", "amendment", "category"]

    def tables(self, request: HttpRequest, obj: DeliveryFormat) -> list[Table]:
        rows = [
            (amendment, category_in(obj, amendment), CATEGORIES.get(_code(obj, amendment)))
            for amendment in reversed(AMENDMENTS)
        ]
        decided = Table("Categories", ["amendment", "category", "products"], rows)
        return [decided, *super().tables(request, obj)]

    def exported(self, row: DeliveryFormat, value: Mapping[str, Any]) -> Iterable[Sequence[str]]:
        for amendment, category in value["categories"].items():
            yield row.code, row.name, amendment, category

    @admin.display(description=f"category in {IN_FORCE}")
    def category(self, row: DeliveryFormat) -> SafeString | str:
        return category_in(row, IN_FORCE)


def category_in(row: DeliveryFormat, amendment: str) -> SafeString | str:
    return _code(row, amendment) or badge("undecided: blocks", "warning")


def _code(row: DeliveryFormat, amendment: str) -> str:
    categories: Mapping[str, str] = (row.value or {"categories": {}})["categories"]
    return categories.get(amendment, "")
