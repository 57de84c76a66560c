"""A page that asks before an action does what cannot be undone."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from messaging.admin.looks import grouped

CONFIRMED = "_confirmed"
MOST_SHOWN = 20
"""Of the rows of a list that were all chosen."""


def is_confirmed(request: HttpRequest) -> bool:
    return CONFIRMED in request.POST


def ask(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    action: str,
    question: str,
    warning: str,
) -> TemplateResponse:
    """The rows, what will become of them, and a button that starts the action again.

    Where all rows of a list were chosen the first are shown, and the list is asked once more.
    """
    across = request.POST.get("select_across") == "1"
    more = max(rows.count() - MOST_SHOWN, 0) if across else 0
    context = {
        **model_admin.admin_site.each_context(request),
        "title": question,
        "opts": model_admin.opts,
        "address": request.get_full_path(),
        "across": across,
        "rows": rows[:MOST_SHOWN] if across else rows,
        "more": grouped(more) if more else "",
        "action": action,
        "warning": warning,
        "confirmed": CONFIRMED,
        "page": request.POST.get("_page", ""),
    }
    return TemplateResponse(request, "admin/confirmation.html", context)
