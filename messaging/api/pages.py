"""Long lists, page by page."""

from __future__ import annotations

from typing import Any

from django.core import signing
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from messaging.api.parameters import Parameter, Whole
from messaging.api.problems import BadQuery

LIMIT = Whole("limit", "How many rows a page has.", fallback=50, least=1, most=100)
CURSOR = Parameter("cursor", "From `next` or `previous` of another page.", longest=1_000)


class Pages(CursorPagination):
    """Pages found by the index of the order, however many rows there are before and after.

    A cursor is signed: nobody can make one, and that of another customer, list or order is none.
    The first field of each order has to be unique, or nearly so.
    """

    page_size_query_param = LIMIT.name
    max_page_size = LIMIT.most

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        self._view: Any = view
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request: Request) -> int:
        return int(self._view.given[LIMIT.name])

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return tuple(view.order())

    def decode_cursor(self, request: Request) -> Cursor | None:
        token = self._view.given[CURSOR.name]
        if token is None:
            return None
        try:
            return Cursor(*signing.loads(token, salt=self._salt()))
        except signing.BadSignature:
            raise BadQuery({CURSOR.name: "is none of this list"}) from None

    def encode_cursor(self, cursor: Cursor) -> str:
        token = signing.dumps(tuple(cursor), salt=self._salt())
        return replace_query_param(str(self.base_url), CURSOR.name, token)

    def _salt(self) -> str:
        request = self._view.request
        return f"cursor {request.user.customer} {request.path} {' '.join(self._view.order())}"
