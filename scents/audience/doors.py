"""What all doors of the audience share: headers, and how much is taken from one place.

No page sets a cookie, so there is none that another site could make a browser send along: what
protects against forged requests elsewhere has nothing to protect here. Whoever knows an invitation
may use it; it stands in the address, which is therefore told to no other site and kept in no cache.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from messaging.api.counters import counters
from messaging.api.throttling import client_address
from messaging.database import is_outage
from messaging.errors import Busy, ConcurrentUpdate, ConnectionLost, OutcomeUnknown

MOST_OF_ADDRESS = 3_000
"""Requests in a minute: a whole foyer shares one address."""
MOST_OF_INVITATION = 60
_MINUTE = 60
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
LATER = "Too many people are here at once, or something is being repaired."

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_audience(view: View[P]) -> View[P]:
    """A page for everybody: see above. Where the database is away, it asks to come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            if too_many_from(request):
                response = later(request, status=429)
            else:
                response = view(request, *args, **kwargs)
        except (Busy, ConcurrentUpdate, ConnectionLost, OutcomeUnknown, Error) as error:
            if isinstance(error, Error) and not is_outage(error):
                raise
            response = later(request, status=503)
        for name, value in HEADERS.items():
            response[name] = value
        # Django's line on refused requests would write the address, with the invitation in it.
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    return cast("View[P]", csrf_exempt(guarded))


def told(
    request: HttpRequest, heading: str, text: str, *, status: int = 200, **more: object
) -> HttpResponse:
    """A page that says one thing; after a 200 the phone need keep nothing of this invitation."""
    context = {"heading": heading, "text": text, "over": status == HTTPStatus.OK, **more}
    return render(request, "survey/told.html", context, status=status)


def later(request: HttpRequest, *, status: int) -> HttpResponse:
    response = told(request, "Please try again in a moment", LATER, status=status)
    response["Retry-After"] = str(_wait())
    return response


def too_many_from(request: HttpRequest) -> int | None:
    """Seconds to wait, where this address asks too often; None: go on. The counters forget within
    two minutes, and hold neither addresses nor invitations."""
    return _over(client_address(request.META), MOST_OF_ADDRESS)


def too_many_of(token: str) -> int | None:
    """The same of an invitation."""
    return _over(token, MOST_OF_INVITATION)


def _over(whose: str, most: int) -> int | None:
    return _wait() if counters.add(f"survey:{_hidden(whose)}", seconds=_MINUTE) > most else None


def _wait() -> int:
    return int(_MINUTE - time.time() % _MINUTE) + 1


def _hidden(text: str) -> str:
    key = blake2b(settings.SECRET_KEY.encode()).digest()
    return blake2b(text.encode(errors="replace"), key=key, digest_size=12).hexdigest()
