"""When a session ends: 12 hours after the login, or when the person's roles change.

A changed password ends the others by itself (Django's session hash).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponseBase

BEGAN, ROLES = "access.began", "access.roles"
OVER = "Your session is over: please log in again."


class SessionMiddleware:
    """Logs out whose session is over; what they asked for is answered as to a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if has_session(request) and (reason := _over(request)):
            logout(request)
            messages.info(request, reason)
        return self.get_response(request)


def has_session(request: HttpRequest) -> bool:
    """Whether somebody logged in with this browser; programs are not kept waiting for a look."""
    cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
    return cookie and SESSION_KEY in request.session


def listen() -> None:
    user_logged_in.connect(_begin, dispatch_uid="access.sessions")


def _begin(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[BEGAN] = time.time()
    request.session[ROLES] = _roles(user)


def _over(request: HttpRequest) -> str | None:
    if not isinstance(request.user, User):  # another password since, or no longer active
        return OVER
    began: float = request.session.get(BEGAN, 0.0)
    if time.time() - began > settings.SESSION_COOKIE_AGE:
        return OVER
    if request.session.get(ROLES) != _roles(request.user):
        return "Your roles have changed: please log in again."
    return None


def _roles(user: User) -> list[Any]:
    groups = sorted(user.groups.values_list("pk", flat=True))
    return [user.is_staff, user.is_superuser, *groups]
