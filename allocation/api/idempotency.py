"""Requests that have one effect however often they are sent: the header Idempotency-Key.

As in the IETF draft draft-ietf-httpapi-idempotency-key-header-07: without it 400, while the first
one runs 409, with another request 422; the same again is answered as the first time.
"""

from __future__ import annotations

import hashlib
import json
import re

from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions
from rest_framework import request as drf

from domain.kernel import Request

_KEY = re.compile(r"[!-+\--~]{1,255}")  # visible ASCII without the comma that joins two headers
_VERSION = re.compile(r'(W/)?"?([0-9]{1,18})"?')

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    type={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9_.:-]+$"},
    location=OpenApiParameter.HEADER,
    required=True,
    description="Your own name for this request, new for each: the same again has no new effect.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    type={"type": "string", "pattern": '^"[0-9]{1,18}"$'},
    location=OpenApiParameter.HEADER,
    description="The ETag of the order as you have seen it; 412 when it was changed since.",
)


class NoKey(exceptions.ParseError):
    """The header is missing, or no key."""

    default_detail = (
        "Send a header Idempotency-Key with 1 to 255 visible ASCII characters and no comma, new"
        " for each request: see /api/v1/docs."
    )
    default_code = "idempotency-key-missing"


class NoVersion(exceptions.ParseError):
    """The header If-Match holds no version of ours."""

    default_detail = 'If-Match must be the ETag of an order, such as "3".'
    default_code = "bad-if-match"


def identified(request: drf.Request, client: str) -> Request:
    """The request as it is known when it comes again. Raises NoKey."""
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not _KEY.fullmatch(key):
        raise NoKey
    content = json.dumps([request.method, request.path, request.data], sort_keys=True)
    return Request(client, key, hashlib.sha256(content.encode()).hexdigest())


def version_seen(request: drf.Request) -> int | None:
    """The version of the order that the client has seen, where it says so. Raises NoVersion."""
    said = request.META.get("HTTP_IF_MATCH", "*").strip()
    if said == "*":
        return None
    found = _VERSION.fullmatch(said)
    if found is None:
        raise NoVersion
    return int(found[2])
