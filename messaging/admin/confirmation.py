"""A page that asks before an action does what cannot be undone."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import QuerySet, TextField
from django.db.models.functions import MD5, Cast
from django.http import HttpRequest
from django.template.response import TemplateResponse

from messaging.admin.looks import grouped

CONFIRMED = "_confirmed"
MOST_SHOWN = 20
"""Of the rows of a list that were all chosen."""


def is_confirmed(request: HttpRequest, rows: QuerySet[Any]) -> bool:
    """Whether somebody said yes: to these rows, where all rows of a list were chosen."""
    return request.POST.get(CONFIRMED) == _chosen(request, rows)


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

    Where all rows of a list were chosen the first are shown; and when other rows have come, or
    some have gone, until the yes arrives, it asks again.
    """
    across = _is_across(request)
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
        "chosen": _chosen(request, rows),
        "is_changed": CONFIRMED in request.POST,
        "page": request.POST.get("_page", ""),
    }
    return TemplateResponse(request, "admin/confirmation.html", context)


def _is_across(request: HttpRequest) -> bool:
    return request.POST.get("select_across") == "1"


def _chosen(request: HttpRequest, rows: QuerySet[Any]) -> str:
    """Which rows these are; their keys never come here. Rows that were named need no more."""
    if not _is_across(request):
        return "1"
    keys = StringAgg(Cast("pk", TextField()), ",", order_by="pk")
    return str(rows.order_by().aggregate(chosen=MD5(keys))["chosen"])
