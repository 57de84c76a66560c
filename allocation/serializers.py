"""What the HTTP doors of this context accept."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from rest_framework import serializers

from domain.allocation.order_line import MOST_UNITS
from messaging.http import Identifier, WholeNumber

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([T ].+)?", re.ASCII)


class IsoDay(serializers.Field[date, Any, str, Any]):
    """An ISO 8601 date, or a datetime of which the date counts."""

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str):
            raise serializers.ValidationError("must be an ISO date or null")
        if not _ISO_DAY.fullmatch(data):
            raise serializers.ValidationError("must be an ISO date, such as 2027-03-31, or null")
        try:
            return datetime.fromisoformat(data).date()
        except ValueError as error:
            raise serializers.ValidationError(f"is no date: {error}") from error

    def to_representation(self, value: date) -> str:
        return value.isoformat()


class AddBatch(serializers.Serializer[Any]):
    """`POST /add_batch`; `eta` null: the stock is in the warehouse."""

    ref = Identifier()
    sku = Identifier()
    qty = WholeNumber(least=1, most=MOST_UNITS)
    eta = IsoDay(allow_null=True)
    formula = Identifier(required=False)
    supplier = Identifier(required=False)


class AllocateLine(serializers.Serializer[Any]):
    """`POST /allocate`."""

    orderid = Identifier()
    sku = Identifier()
    qty = WholeNumber(least=1, most=MOST_UNITS)
