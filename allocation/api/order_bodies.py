"""What the order endpoints take and give."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from allocation import queries
from allocation.serializers import IsoDay
from domain.allocation.moments import KINDS
from domain.allocation.order import MOST_LINES
from domain.allocation.order_line import MOST_UNITS
from messaging.api.bodies import Strict
from messaging.http import Flag, Identifier, WholeNumber

LONGEST_REFERENCE = 100
_PLAIN_REFERENCE = "^[A-Za-z0-9][A-Za-z0-9_.-]*$"


class OrderReference(Identifier):
    """The customer's own id of an order: part of addresses, so without a slash."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if len(text) > LONGEST_REFERENCE:
            raise serializers.ValidationError(f"must have at most {LONGEST_REFERENCE} characters")
        if "/" in text or set(text) == {"."}:
            raise serializers.ValidationError("must have no / and more than dots")
        return text


class OrderReferenceSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Ids of orders: a part of the address."""

    target_class = "allocation.api.order_bodies.OrderReference"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_REFERENCE,
            "pattern": _PLAIN_REFERENCE,
        }


class IsoDaySchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Days."""

    target_class = "allocation.serializers.IsoDay"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class LineWish(Strict):
    """Units of a product; several lines of one sku are summed."""

    sku = Identifier()
    qty = WholeNumber(least=1, most=MOST_UNITS)


class LineChange(Strict):
    """Another quantity for a line; 0 removes it."""

    sku = Identifier()
    qty = WholeNumber(least=0, most=MOST_UNITS)


class OrderWish(Strict):
    """`POST /orders`."""

    id = OrderReference(required=False, help_text="Your own id of the order; else we make one.")
    lines = serializers.ListField(child=LineWish(), allow_empty=False, max_length=MOST_LINES)
    requested_date = IsoDay(required=False, allow_null=True)
    ship_to = Identifier(required=False, help_text="The label of one of your addresses.")
    allow_partial = Flag(
        required=False, default=False, help_text="Lines may be split over batches and shipments."
    )


class OrderChange(Strict):
    """`POST /orders/{id}/amend`: what is not named stays as it is."""

    lines = serializers.ListField(child=LineChange(), required=False, max_length=MOST_LINES)
    requested_date = IsoDay(required=False)
    ship_to = Identifier(required=False, help_text="The label of one of your addresses.")


class NoFields(Strict):
    """A body that says nothing."""


class PartAnswer(serializers.Serializer[Any]):
    """Units of a batch; `eta` null: they are in the warehouse."""

    batch = serializers.CharField()
    qty = serializers.IntegerField(min_value=1)
    eta = serializers.DateField(allow_null=True)
    why = serializers.CharField(allow_blank=True)


class LineAnswer(serializers.Serializer[Any]):
    """A line: each of its units is allocated, waiting, shipped or cancelled."""

    sku = serializers.CharField()
    qty = serializers.IntegerField(min_value=1)
    status = serializers.ChoiceField(["allocated", "backordered", "shipped", "cancelled"])
    allocated = PartAnswer(many=True)
    waiting = serializers.IntegerField(min_value=0)
    shipped = serializers.IntegerField(min_value=0)
    cancelled = serializers.IntegerField(min_value=0)
    promised_date = serializers.DateField(allow_null=True)
    why = serializers.CharField(allow_blank=True)


class SentLine(serializers.Serializer[Any]):
    """Units in a parcel."""

    sku = serializers.CharField()
    qty = serializers.IntegerField(min_value=1)


class ShipmentAnswer(serializers.Serializer[Any]):
    """A parcel."""

    number = serializers.CharField()
    carrier = serializers.CharField(allow_blank=True)
    tracking = serializers.CharField(allow_blank=True)
    lines = SentLine(many=True)


class OrderAnswer(serializers.Serializer[Any]):
    """An order, and what will become of it."""

    id = serializers.CharField()
    status = serializers.ChoiceField(list(queries.STATUSES))
    version = serializers.IntegerField(min_value=1)
    placed_at = serializers.DateTimeField()
    requested_date = serializers.DateField(allow_null=True)
    promised_date = serializers.DateField(allow_null=True)
    allow_partial = serializers.BooleanField()
    ship_to = serializers.DictField(child=serializers.CharField(allow_blank=True))
    lines = LineAnswer(many=True)
    shipments = ShipmentAnswer(many=True)


class MomentAnswer(serializers.Serializer[Any]):
    """Something that happened to an order."""

    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(list(KINDS))
    sku = serializers.CharField(allow_blank=True)
    qty = serializers.IntegerField(allow_null=True)
    promised_date = serializers.DateField(source="promised", allow_null=True)
    text = serializers.CharField()
