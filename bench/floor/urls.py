"""One address, three depths: the statements one by one, in one round trip, and none at all."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request

from bench.floor.statements import BEST, ONE_TRIP, VERSION, WRITES

Line = dict[str, Any]


class AllocateLine(serializers.Serializer[Any]):
    """The JSON of an order line."""

    orderid = serializers.CharField(max_length=255)
    sku = serializers.CharField(max_length=255)
    qty = serializers.IntegerField(min_value=1, max_value=1_000_000_000)


def one_by_one(line: Line) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BEST, line)
        line["ref"] = cursor.fetchone()[2]
        cursor.execute(VERSION, line)
        line["version"] = cursor.fetchone()[0]
        line["payload"] = json.dumps(_event(line))
        for statement in WRITES:
            cursor.execute(statement, line)


def _event(line: Line) -> Line:
    reason = f"batch {line['ref']}: in the warehouse, 9 left"
    said = {name: line[name] for name in ("orderid", "sku", "qty")}
    today = datetime.now(tz=UTC).date().isoformat()
    told = {"promised": today, "reason": reason, "customer": ""}
    return {**said, "batchref": line["ref"], **told}


def one_trip(line: Line) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ONE_TRIP, line)
        if cursor.fetchone() is None:
            raise RuntimeError("no batch has room")


def nothing(line: Line) -> None:
    """The cost of HTTP, Django and the serializer alone."""


def view(work: Callable[[Line], None]) -> Callable[..., HttpResponse]:
    @api_view(["POST"])
    def allocate(request: Request) -> HttpResponse:
        wish = AllocateLine(data=request.data)
        wish.is_valid(raise_exception=True)
        work({**wish.validated_data, "event": str(uuid.uuid4())})
        return HttpResponse("OK", status=202, content_type="text/plain")

    return allocate


urlpatterns = [
    path("readyz", lambda _: HttpResponse("OK")),
    path("one-by-one/allocate", view(one_by_one)),
    path("one-trip/allocate", view(one_trip)),
    path("nothing/allocate", view(nothing)),
]
