"""Lists of what is to be done."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from messaging.admin.command_admin import CommandAdmin


class WorkList(CommandAdmin):
    """Rows that are `to_do`. What is done leaves the list and keeps its page, so that whoever
    sends its form twice is told what became of it."""

    def to_do(self) -> Q:
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows if getattr(request, "is_done_too", False) else rows.filter(self.to_do())

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        request.is_done_too = True  # type: ignore[attr-defined]
        return super().get_object(request, *args, **kwargs)
