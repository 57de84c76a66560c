"""Endpoints that do what they are told, to see what all endpoints share."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response

from config.urls import handler400, handler404, handler500, urlpatterns
from domain.allocation.product import UnknownBatch
from domain.kernel import BadInput
from messaging.api.base import ApiView
from messaging.api.bodies import Strict
from messaging.http import WholeNumber


class Line(Strict):
    """A part of a body."""

    qty = WholeNumber(least=1, most=9)


class Wish(Strict):
    """A body."""

    name = serializers.CharField(max_length=5)
    lines = Line(many=True, required=False)


class Probe(ApiView):
    """An endpoint that does what it is told."""

    scopes = {"GET": "", "POST": "orders:write"}

    def get(self, request: Any, what: str) -> Response:
        match what:
            case "missing":
                raise UnknownBatch("b1 of somebody else")
            case "bad":
                raise BadInput("day", "is over")
            case "broken":
                raise RuntimeError("secret of the house")
        return Response({})

    def post(self, request: Any, what: str) -> Response:
        wish = Wish(data=request.data)
        wish.is_valid(raise_exception=True)
        return Response(wish.validated_data, status=201)


class Closed(ApiView):
    """An endpoint whose author forgot the scopes."""

    def get(self, request: Any) -> Response:
        return Response({})


class Urls:
    """The project's addresses, and the probe."""

    urlpatterns = [
        path("api/v1/probe/<what>", Probe.as_view()),
        path("api/v1/closed", Closed.as_view()),
        *urlpatterns,
    ]
    handler400, handler404, handler500 = handler400, handler404, handler500


def problem_of(response: Any) -> dict[str, Any]:
    """What every refusal carries."""
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "errors", "request_id"}
    assert body["status"] == response.status_code
    assert body["request_id"] == response["X-Request-Id"]
    return body


def pointers(response: Any) -> list[str]:
    return [error["pointer"] for error in problem_of(response)["errors"]]
