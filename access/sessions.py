"""When a session ends: 12 hours after the login, or when the person's standing changes.

The standing (roles, second factor) at the login is kept in the session. So a session that somebody
opened with a stolen password, before its owner enrolled, ends with the enrolment. A changed
password ends the others by itself (Django's session hash).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponseBase

from access.factors import factor_of

BEGAN, STANDING = "access.began", "access.standing"
OVER = "Your session is over: please log in again."
CHANGED = "Your roles or your second factor have changed: please log in again."


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


def factor_of_session(request: HttpRequest) -> int | None:
    """The second factor of a session that has just been looked at."""
    factor: int | None = request.session[STANDING][0]
    return factor


def listen() -> None:
    user_logged_in.connect(_begin, dispatch_uid="access.sessions")
    for changed in (authenticator_added, authenticator_removed):
        changed.connect(_stand, dispatch_uid="access.sessions")


def _begin(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[BEGAN] = time.time()
    _stand(request=request, user=user)


def _stand(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who changes their own second factor stays logged in where they do it."""
    request.session[STANDING] = _standing(user)


def _over(request: HttpRequest) -> str | None:
    if not isinstance(request.user, User):  # another password since, or no longer active
        return OVER
    began: float = request.session.get(BEGAN, 0.0)
    if time.time() - began > settings.SESSION_COOKIE_AGE:
        return OVER
    if request.session.get(STANDING) != _standing(request.user):
        return CHANGED
    return None


def _standing(user: User) -> list[int | None]:
    groups = sorted(user.groups.values_list("pk", flat=True))
    return [factor_of(user), user.is_staff, user.is_superuser, *groups]
