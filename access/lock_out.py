"""Five wrong passwords for one name from one address: fifteen minutes of patience."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from access.second_factor import is_account_page

LONGEST_NAME = 150


def name_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Names are matched without regard to case, so they are counted without it; what is no name
    must not reach the database."""
    name = str((credentials or {}).get("username") or "")
    return name.replace("\x00", "").strip().lower()[:LONGEST_NAME]


def lift(name: str) -> bool:
    """Let somebody try again at once; whether there was anything to forget."""
    return bool(AxesProxyHandler.reset_attempts(username=name.lower()))


def answer(
    request: HttpRequest,
    response: HttpResponseBase | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """429: what happened, what to do, and when; as a page to people, as JSON to programs."""
    until = _until(request, credentials)
    seconds = max(1, ceil((until - timezone.now()).total_seconds()))
    if is_account_page(request):
        locked = {"minutes": ceil(seconds / 60), "until": until}
        refusal = render(request, "429.html", locked, status=429)
    else:
        refusal = _problem()
    refusal["Retry-After"] = str(seconds)
    return refusal


def _problem() -> HttpResponse:
    text = "Too many wrong passwords: no more are tried for now."
    body = {
        "type": f"{settings.PROBLEM_TYPES}locked-out",
        "title": "Locked out",
        "status": 429,
        "detail": text,
        "message": text,
    }
    return JsonResponse(body, status=429, content_type="application/problem+json")


def _until(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime:
    """Each wrong password starts the time anew; what is tried while the lock holds does not."""
    name = name_of(request, credentials or getattr(request, "axes_credentials", None))
    address = getattr(request, "axes_ip_address", None)
    attempts = AccessAttempt.objects.filter(username=name, ip_address=address)
    last = attempts.order_by("-attempt_time").first()
    return (last.attempt_time if last else timezone.now()) + settings.AXES_COOLOFF_TIME
