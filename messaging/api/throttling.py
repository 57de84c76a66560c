"""How much one client may ask: per key and second, and per address and minute with wrong keys."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from messaging.api.counters import counters

MOST_WRONG_KEYS = 500
_MINUTE = 60


@dataclass(frozen=True)
class Allowance:
    """What the caller may still do in this window; told in the headers of each answer."""

    most: int
    used: int

    def headers(self) -> dict[str, str]:
        """The fields of the IETF's draft-ietf-httpapi-ratelimit-headers."""
        left = max(self.most - self.used, 0)
        return {
            "RateLimit-Policy": f'"second";q={self.most};w=1',
            "RateLimit": f'"second";r={left};t=1',
        }


class PerKey(BaseThrottle):
    """A fixed window of one second for each key."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        caller: Any = request.user
        used = counters.add(f"key:{caller.prefix}", seconds=1)
        allowance = Allowance(settings.API_RATE_PER_SECOND, used)
        view.allowance = allowance  # type: ignore[attr-defined]
        return allowance.used <= allowance.most

    def wait(self) -> float:
        return 1.0


def note_wrong_key(request: Request) -> None:
    """Raise Throttled for an address that keeps trying wrong keys.

    A right key from there is let in all the same: its neighbours may share the address, and 256
    random bits are not guessed.
    """
    wrong = counters.add(f"wrong:{client_address(request.META)}", seconds=_MINUTE)
    if wrong > MOST_WRONG_KEYS:
        raise exceptions.Throttled(wait=_MINUTE - time.time() % _MINUTE)


def client_address(meta: dict[str, Any]) -> str:
    """Who is asking. What a client says of itself counts only where our proxy has added to it."""
    address = str(meta.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", ""))
        return forwarded.rpartition(",")[2].strip() or address
    return address
