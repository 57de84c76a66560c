"""Sends one request and tells what came of it."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException, HTTPResponse

from messaging.webhooks.connection import ANSWER_WITHIN, MOST_READ, Deadline, PinnedConnection
from messaging.webhooks.targets import Targets, UnsafeTarget

EXCERPT = 500
_HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "scents-webhooks",
    "Connection": "close",
}


@dataclass(frozen=True)
class Answer:
    """What an attempt met: a status, or the error that kept it from one."""

    status: int | None = None
    error: str = ""
    excerpt: str = ""
    retry_after: str = ""
    seconds: float = 0.0

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    targets: Targets,
    tls: ssl.SSLContext | None = None,
    within: float = ANSWER_WITHIN,
) -> Answer:
    """Check the target, then send exactly these bytes. Redirects are answers like others."""
    start = time.monotonic()
    deadline = Deadline(within)
    try:
        target, addresses = targets.checked(url)
        connection = PinnedConnection(target, addresses, deadline=deadline, tls=tls or _tls())
        with closing(connection):
            connection.request("POST", target.path, body, {**_HEADERS, **headers})
            answer = _read(connection.getresponse())
    except (UnsafeTarget, OSError, HTTPException, ValueError) as error:
        answer = Answer(error=f"{type(error).__name__}: {error}"[:EXCERPT].replace("\x00", "�"))
    return Answer(**{**vars(answer), "seconds": round(time.monotonic() - start, 3)})


def _read(response: HTTPResponse) -> Answer:
    status = response.status
    return Answer(
        status=status,
        error="" if 200 <= status < 300 else f"{status} {response.reason}"[:EXCERPT],
        excerpt=_excerpt(response),
        retry_after=response.getheader("Retry-After", ""),
    )


def _excerpt(response: HTTPResponse) -> str:
    """The status has decided; a text that breaks off, or does not end, changes nothing."""
    try:
        with closing(response):
            text = response.read(MOST_READ // 2).decode(errors="replace")
    except (OSError, HTTPException, ValueError) as error:
        return f"({type(error).__name__} while the answer was read)"
    return text[:EXCERPT].replace("\x00", "�")


@cache
def _tls() -> ssl.SSLContext:
    """The system's authorities; names are checked."""
    return ssl.create_default_context()
