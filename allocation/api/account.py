"""What a customer can read about itself."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from allocation import queries
from allocation.api.serializers import AddressAnswer, MeAnswer
from messaging.api.base import ApiView, ListView
from messaging.api.parameters import Exactly, Search
from messaging.api.permissions import ANY_KEY


class Me(ApiView):
    """`GET /me`."""

    scopes = {"GET": ANY_KEY}

    @extend_schema(responses=MeAnswer, summary="The customer and the key of this request")
    def get(self, request: Request) -> Response:
        customer = queries.customer(self.caller.customer)
        return Response(MeAnswer({"customer": customer, "key": self.caller}).data)


class Addresses(ListView):
    """`GET /addresses`."""

    scopes = {"GET": "orders:read"}
    serializer_class = AddressAnswer
    parameters = [
        Exactly("country", "ISO 3166-1.", longest=2, pattern="^[A-Z]{2}$"),
        Search("search", "In label, recipient or city.", fields=["label", "recipient", "city"]),
    ]
    orders = {"label": ["label"], "-label": ["-label"]}

    def rows(self) -> QuerySet[Any]:
        return queries.addresses_of(self.caller.customer)

    @extend_schema(summary="The places that goods may be sent to")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
