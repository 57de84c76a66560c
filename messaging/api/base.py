"""What all endpoints of `/api/v1/` share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.module_loading import import_string
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domain.kernel import NotFound
from messaging.api.caller import ApiCaller
from messaging.api.pages import CURSOR, LIMIT, Pages
from messaging.api.parameters import OneOf, Parameter, read_parameters
from messaging.api.permissions import HasScope, handles
from messaging.api.problems import Missing, without_echo
from messaging.api.throttling import Allowance, PerKey
from messaging.http import BodyTooLarge, StrictJSONParser
from messaging.limits import LONGEST_BODY
from messaging.texts import fault_of


class AlwaysJSON(BaseContentNegotiation):
    """There is one form of answer, whatever `Accept` says (RFC 9110, 12.4.1, allows it)."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0] if _is_json(request.content_type) else None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class ApiView(APIView):
    """An endpoint for customers. `scopes` names what a key needs for each method; `parameters`
    are the query parameters, whose meanings then stand in `given`.

    Values that no rule could work with answer 422, whatever is not the customer's answers 404.
    """

    permission_classes = [HasScope]
    throttle_classes = [PerKey]
    parser_classes = [StrictJSONParser]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AlwaysJSON
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    invalid_status: ClassVar[int] = 422
    longest_body: ClassVar[int] = LONGEST_BODY
    scopes: ClassVar[Mapping[str, str]] = {}
    parameters: ClassVar[Sequence[Parameter]] = ()
    allowance: Allowance | None = None
    given: dict[str, Any]

    @property
    def caller(self) -> ApiCaller:
        """Who is asking."""
        return cast(ApiCaller, self.request.user)

    def get_authenticators(self) -> list[BaseAuthentication]:
        """The app that keeps the keys says who comes in: `API_AUTHENTICATION` names its class."""
        return [import_string(settings.API_AUTHENTICATION)()]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        _refuse_bulk(request, self.longest_body)
        super().initial(request, *args, **kwargs)
        if any(isinstance(value, str) and fault_of(value) for value in kwargs.values()):
            raise Missing  # nothing is stored under such a name, and PostgreSQL takes no NUL
        if handles(self, request):
            self.given = read_parameters(self.all_parameters(), request.query_params)

    def all_parameters(self) -> Sequence[Parameter]:
        return self.parameters

    def check_permissions(self, request: Request) -> None:
        """Counted before anything is refused, so that refusals are limited too."""
        super().check_throttles(request)
        super().check_permissions(request)

    def check_throttles(self, request: Request) -> None:
        """Done by then: see check_permissions."""

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, NotFound | Http404 | exceptions.NotFound):
            exc = Missing()
        response = super().handle_exception(exc)
        response.data = without_echo(response.data)
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        for name, value in (self.allowance.headers() if self.allowance else {}).items():
            response[name] = value
        return response


class ListView(ApiView, GenericAPIView[Any]):
    """A list, page by page. `rows` are the customer's; `orders` names the orders that there are,
    the first of them the usual one.
    """

    pagination_class = Pages
    orders: ClassVar[Mapping[str, Sequence[str]]] = {}

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def all_parameters(self) -> Sequence[Parameter]:
        names = list(self.orders)
        order = OneOf("order", "What comes first.", fallback=names[0], choices=names)
        return [*self.parameters, order, LIMIT, CURSOR]

    def order(self) -> Sequence[str]:
        """The fields by which the rows stand."""
        return self.orders[self.given["order"]]

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.rows()
        for parameter in self.parameters:
            if (value := self.given[parameter.name]) is not None:
                rows = parameter.narrow(rows, value)
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(self.answers(page))

    def answers(self, page: Sequence[Any]) -> Sequence[Any]:
        """The rows of a page as they are answered."""
        answers: Sequence[Any] = self.get_serializer(page, many=True).data
        return answers


def _refuse_bulk(request: Request, longest: int) -> None:
    """Before anything is read."""
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "identity")
    if encoding.lower() != "identity":
        raise exceptions.UnsupportedMediaType(
            encoding, f"Content-Encoding {encoding[:20]!r} is not taken."
        )
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > longest:
        raise BodyTooLarge(longest)


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"
