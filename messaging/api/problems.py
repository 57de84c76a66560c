"""Refusals of the REST API, also where no view is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import exceptions, status

from messaging.http import problem

ROOT = "/api/"
NOTHING_HERE = "There is nothing here, or nothing that is yours."


class BadQuery(exceptions.APIException):
    """A query parameter that the view does not know, or a value that it does not take."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad-query"

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("The query parameters are not those of this address.")
        self.errors: Sequence[Mapping[str, str]] = [
            {"parameter": name, "detail": fault} for name, fault in faults.items()
        ]


class Missing(exceptions.NotFound):
    """Says the same of what never was and of what belongs to somebody else."""

    default_detail = NOTHING_HERE
    default_code = "not-found"


class MissingScope(exceptions.PermissionDenied):
    """The key is valid and not made for this."""

    default_code = "missing-scope"

    def __init__(self, scope: str) -> None:
        super().__init__(f"This key lacks the scope {scope}.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(ROOT):
        return _answer(400, "bad-request", "The request cannot be read.")
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(ROOT):
        return _answer(404, "not-found", NOTHING_HERE)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(ROOT):
        text = "Something went wrong on our side. Tell us the request id, and we can look it up."
        return _answer(500, "server-error", text)
    return defaults.server_error(request)


def _answer(code: int, kind: str, detail: str) -> HttpResponse:
    body: dict[str, Any] = problem(code, kind, detail).data
    return plain(body)


def plain(body: dict[str, Any]) -> HttpResponse:
    """A problem as an answer that needs no renderer."""
    status = body["status"]
    return JsonResponse(without_echo(body), status=status, content_type="application/problem+json")


def without_echo(body: dict[str, Any]) -> dict[str, Any]:
    """`message` repeats the detail for the classic endpoints only."""
    return {name: value for name, value in body.items() if name != "message"}
