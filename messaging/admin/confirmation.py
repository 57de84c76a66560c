"""A page that asks before an action does what cannot be undone."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

CONFIRMED = "_confirmed"


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
    """The rows, what will become of them, and a button that starts the action again."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": question,
        "opts": model_admin.opts,
        "rows": rows,
        "action": action,
        "warning": warning,
        "confirmed": CONFIRMED,
        "page": request.POST.get("_page", ""),
    }
    return TemplateResponse(request, "admin/confirmation.html", context)
