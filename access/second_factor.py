"""Staff have a second factor, or they have no page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from access.sessions import factor_of_session, has_session

OPEN = ("/healthz", "/readyz")


class SecondFactorMiddleware:
    """Sends staff without a second factor to enrolment, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.STAFF_SECOND_FACTOR and _must_enrol(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def is_account_page(request: HttpRequest) -> bool:
    """Login, logout, second factor: see access/urls.py."""
    return request.path.startswith(reverse("account_login").removesuffix("login/"))


def _must_enrol(request: HttpRequest) -> bool:
    if not has_session(request) or request.path in OPEN or is_account_page(request):
        return False
    return bool(request.user.is_staff) and factor_of_session(request) is None
