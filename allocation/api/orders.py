"""Orders of a customer: placed, looked at, changed and cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from allocation import queries
from allocation.api.idempotency import IDEMPOTENCY_KEY, IF_MATCH, identified, version_seen
from allocation.api.order_bodies import (
    MomentAnswer,
    NoFields,
    OrderAnswer,
    OrderChange,
    OrderWish,
)
from allocation.api.order_wishes import UnknownProducts, generated_id, ship_to, summed
from domain.allocation import commands
from domain.allocation.order import StaleVersion, UnknownSkus
from domain.kernel import Command, NotFound
from messaging.api.base import ApiView, ListView
from messaging.api.parameters import Moment, OneOf, Parameter, Search
from messaging.bus import get_bus
from messaging.http import problem


class OrderView(ApiView):
    """What endpoints that change an order share."""

    def carry_out(self, command: Command, lines: Sequence[dict[str, Any]] = ()) -> Response:
        """The command's answer. A sku that nobody knows is a fault of the line that names it."""
        try:
            answer = get_bus().handle(command, actor=self.caller.actor)
        except UnknownSkus as unknown:
            raise UnknownProducts(unknown.skus, lines) from unknown
        except StaleVersion as stale:
            response = problem(412, stale.code, str(stale))
            response["ETag"] = f'"{stale.version}"'
            return response
        order = answer["order"]
        response = Response(order, status=201 if answer["new"] else 200)
        response["ETag"] = f'"{order["version"]}"'
        return response

    def orderid(self, reference: str) -> str:
        """The id in this house. Raises NotFound."""
        order = queries.order_of(self.caller.customer, reference)
        if order is None:
            raise NotFound(reference)
        return order.orderid


class Orders(OrderView, ListView):
    """`GET` and `POST /orders`."""

    scopes = {"GET": "orders:read", "POST": "orders:write"}
    serializer_class = OrderAnswer
    parameters = [
        OneOf("status", "How it stands.", choices=queries.STATUSES),
        Moment("placed_from", "Placed at this moment or later.", lookup="placed_at__gte"),
        Moment("placed_before", "Placed before this moment.", lookup="placed_at__lt"),
        Parameter("sku", "Has a line of this sku."),
        Search("search", "In your id of the order.", fields=["reference"]),
    ]
    orders = {
        "-placed_at": ["-placed_at", "orderid"],
        "placed_at": ["placed_at", "-orderid"],
    }

    def rows(self) -> QuerySet[Any]:
        orders = queries.orders_of(self.caller.customer)
        if status := self.given["status"]:
            orders = queries.with_status(orders, self.caller.customer, status)
        if sku := self.given["sku"]:
            orders = queries.with_line_of(orders, self.caller.customer, sku)
        return orders

    def answers(self, page: Sequence[Any]) -> Sequence[Any]:
        return queries.standings(page)

    @extend_schema(summary="Your orders")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="Place an order",
        description="All lines are taken, or none. The same order again answers as it stands.",
        parameters=[IDEMPOTENCY_KEY],
        request=OrderWish,
        responses={201: OrderAnswer, 200: OrderAnswer},
    )
    def post(self, request: Request) -> Response:
        known_as = identified(request, self.caller.customer)
        wish = OrderWish(data=request.data)
        wish.is_valid(raise_exception=True)
        said = wish.validated_data
        command = commands.PlaceOrder(
            self.caller.customer,
            said.get("id") or generated_id(known_as),
            summed(said["lines"]),
            requested=said.get("requested_date"),
            ship_to=ship_to(self.caller.customer, said.get("ship_to")),
            allow_partial=said["allow_partial"],
            priority=self.caller.priority,
            request=known_as,
        )
        response = self.carry_out(command, said["lines"])
        if response.status_code == 201:
            reference = quote(response.data["id"], safe="")
            response["Location"] = f"{settings.API_ROOT}orders/{reference}"
        return response


class OneOrder(OrderView):
    """`GET /orders/{id}`."""

    scopes = {"GET": "orders:read"}

    @extend_schema(summary="How an order stands", responses=OrderAnswer)
    def get(self, request: Request, reference: str) -> Response:
        order = queries.order_of(self.caller.customer, reference)
        if order is None:
            raise NotFound(reference)
        [answer] = queries.standings([order])
        return Response(answer, headers={"ETag": f'"{order.version_number}"'})


class AmendOrder(OrderView):
    """`POST /orders/{id}/amend`."""

    scopes = {"POST": "orders:write"}

    @extend_schema(
        summary="Change quantities, the date or the address",
        parameters=[IDEMPOTENCY_KEY, IF_MATCH],
        request=OrderChange,
        responses=OrderAnswer,
    )
    def post(self, request: Request, reference: str) -> Response:
        known_as = identified(request, self.caller.customer)
        version = version_seen(request)
        wish = OrderChange(data=request.data)
        wish.is_valid(raise_exception=True)
        said = wish.validated_data
        lines = said.get("lines", [])
        label = said.get("ship_to")
        command = commands.AmendOrder(
            self.orderid(reference),
            summed(lines),
            requested=said.get("requested_date"),
            ship_to=None if label is None else ship_to(self.caller.customer, label),
            version=version,
            request=known_as,
        )
        return self.carry_out(command, lines)


class CancelOrder(OrderView):
    """`POST /orders/{id}/cancel`."""

    scopes = {"POST": "orders:write"}

    @extend_schema(
        summary="Cancel what is not shipped yet",
        parameters=[IDEMPOTENCY_KEY, IF_MATCH],
        request=NoFields,
        responses=OrderAnswer,
    )
    def post(self, request: Request, reference: str) -> Response:
        known_as = identified(request, self.caller.customer)
        version = version_seen(request)
        NoFields(data=request.data).is_valid(raise_exception=True)
        orderid = self.orderid(reference)
        return self.carry_out(commands.CancelOrder(orderid, version=version, request=known_as))


class OrderEvents(ListView):
    """`GET /orders/{id}/events`."""

    scopes = {"GET": "orders:read"}
    serializer_class = MomentAnswer
    orders = {"oldest": ["id"], "newest": ["-id"]}

    def rows(self) -> QuerySet[Any]:
        order = queries.order_of(self.caller.customer, self.kwargs["reference"])
        if order is None:
            raise NotFound(self.kwargs["reference"])
        return queries.moments_of(order.orderid)

    @extend_schema(summary="What happened to an order, in order")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
