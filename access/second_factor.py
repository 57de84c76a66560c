"""Staff have a second factor, or they have no page."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from access.sessions import has_session

Answer = Callable[[HttpRequest], HttpResponseBase]
OPEN = ("/healthz", "/readyz")


class SecondFactorMiddleware:
    """Sends staff without a second factor to enrolment, whatever they asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.STAFF_SECOND_FACTOR and _must_enrol(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Recovery codes alone are none."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP)
    return bool(found.exists())


def reset(user: AbstractBaseUser) -> bool:
    """Whether there was one. At the next request, the person is sent to enrolment."""
    count, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    return bool(count)


def _must_enrol(request: HttpRequest) -> bool:
    if not has_session(request) or request.path in OPEN or is_account_page(request):
        return False
    return bool(request.user.is_staff) and not has_second_factor(request.user)


def is_account_page(request: HttpRequest) -> bool:
    """Login, logout, second factor: see access/urls.py."""
    return request.path.startswith(reverse("account_login").removesuffix("login/"))
