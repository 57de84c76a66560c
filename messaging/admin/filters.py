"""Filters of lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

Options = dict[str, tuple[str, Q]]


class OptionsFilter(SimpleListFilter):
    """A few choices, each a condition on the rows; subclasses give them in `options`."""

    options: ClassVar[Options] = {}

    def choices_now(self) -> Options:
        """Where the conditions depend on the day."""
        return self.options

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(key, label) for key, (label, _) in self.choices_now().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        chosen = self.choices_now().get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset
