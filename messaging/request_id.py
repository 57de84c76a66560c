"""A name for each request, by which an answer and its lines in the log find each other."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is being answered; empty elsewhere."""


class RequestId:
    """Django middleware, the outermost: names the request and tells the client the name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = secrets.token_hex(6)
        request.request_id = name  # type: ignore[attr-defined]
        token = request_id.set(name)
        try:
            response = self._get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = name
        return response


class NamesRequest(logging.Filter):
    """Gives each line of the log the request that it belongs to.

    Django tells of refused requests after the middleware is done, with the request at hand.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        name = request_id.get() or getattr(getattr(record, "request", None), "request_id", "")
        record.request_name = f" [{name}]" if name else ""
        return True
