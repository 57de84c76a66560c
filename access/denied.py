"""What is refused to people: a page that says so, and a note of who tried."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from access.trail import note


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    if request.user.is_authenticated:
        who, what = request.user.get_username(), f"{request.method} {request.path}"
        note("denied", actor=who, about=what, request=request)
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from elsewhere, or from a page older than the session."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
