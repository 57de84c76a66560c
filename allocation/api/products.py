"""What can be ordered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from allocation import queries
from messaging.api.base import ListView
from messaging.api.parameters import Chosen, Search


class PriceAnswer(serializers.Serializer[Any]):
    """From so many units on, a unit costs so much; the amount as text, for it is exact."""

    from_qty = serializers.IntegerField(min_value=1)
    unit_price = serializers.CharField()


class IncomingAnswer(serializers.Serializer[Any]):
    """Free units of batches that arrive on this day."""

    date = serializers.DateField()
    qty = serializers.IntegerField(min_value=1)


class ProductAnswer(serializers.Serializer[Any]):
    """A product; scent, pack and currency are empty where the catalogue says nothing yet."""

    sku = serializers.CharField()
    scent = serializers.CharField(allow_blank=True)
    pack = serializers.CharField(allow_blank=True)
    currency = serializers.CharField(allow_blank=True)
    prices = PriceAnswer(many=True)
    available = serializers.IntegerField(min_value=0)
    incoming = IncomingAnswer(many=True)
    scent_since = serializers.DateTimeField(
        allow_null=True, help_text="Since when new batches smell as they do; null: always have."
    )


class Products(ListView):
    """`GET /products`."""

    scopes = {"GET": "products:read"}
    serializer_class = ProductAnswer
    parameters = [
        Search("search", "In sku or scent.", fields=["sku", "scent"]),
        Chosen(
            "available",
            "Whether units are free in the warehouse now.",
            choices=["yes", "no"],
            conditions={"yes": Q(available__gt=0), "no": Q(available=0)},
        ),
    ]
    orders = {"sku": ["sku"], "-sku": ["-sku"]}

    def rows(self) -> QuerySet[Any]:
        return queries.products(timezone.now().date())

    def answers(self, page: Sequence[Any]) -> Sequence[Any]:
        incoming = queries.incoming([row.sku for row in page], timezone.now().date())
        return [
            {
                "sku": row.sku,
                "scent": row.scent,
                "pack": row.pack,
                "currency": row.currency,
                "prices": [{"from_qty": qty, "unit_price": p} for qty, p in row.prices or ()],
                "available": row.available,
                "incoming": incoming.get(row.sku, []),
                "scent_since": row.decided_since,
            }
            for row in page
        ]

    @extend_schema(summary="Products: what they are, cost, and how many there are")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
