"""Where a customer wants to be told of its orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from allocation.api.order_bodies import NoFields
from domain.allocation.moments import KINDS
from domain.kernel import NotFound
from messaging.api.base import ApiView
from messaging.api.bodies import Strict
from messaging.api.parameters import Parameter, Whole
from messaging.bus import get_bus
from messaging.webhooks import queries
from messaging.webhooks.commands import (
    RegisterWebhook,
    RemoveWebhook,
    RotateWebhookSecret,
    SendTestWebhook,
)

TYPES = sorted(set(KINDS.values()) - {KINDS["released"]})
SCOPE = {"GET": "webhooks:write", "POST": "webhooks:write", "DELETE": "webhooks:write"}


class WebhookWish(Strict):
    """`POST /webhooks`; no types: all of them."""

    url = serializers.CharField(min_length=8, max_length=2_000)
    types = serializers.ListField(
        child=serializers.ChoiceField(TYPES), required=False, max_length=len(TYPES)
    )


class WebhookAnswer(serializers.Serializer[Any]):
    """An address that is told; `failing_since`: its last attempts failed."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    types = serializers.ListField(child=serializers.CharField())
    active = serializers.BooleanField()
    disabled_reason = serializers.CharField(allow_blank=True)
    failing_since = serializers.DateTimeField(allow_null=True)
    old_secret_until = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class SecretAnswer(serializers.Serializer[Any]):
    """The secret that signs, shown this once."""

    id = serializers.UUIDField()
    secret = serializers.CharField()


class MessageAnswer(serializers.Serializer[Any]):
    """A message, and how its delivery went."""

    id = serializers.CharField()
    type = serializers.CharField()
    payload = serializers.DictField()
    state = serializers.CharField()
    attempts = serializers.IntegerField()
    last_status = serializers.IntegerField(allow_null=True)
    last_error = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)


class TestAnswer(serializers.Serializer[Any]):
    """The id of the message that is on its way."""

    id = serializers.CharField()


class Webhooks(ApiView):
    """`GET` and `POST /webhooks`."""

    scopes = SCOPE

    @extend_schema(
        summary="Your webhooks", responses=WebhookAnswer(many=True), operation_id="webhooks_list"
    )
    def get(self, request: Request) -> Response:
        rows = queries.endpoints(self.caller.customer)
        return Response(WebhookAnswer(rows, many=True).data)

    @extend_schema(summary="Register a webhook", request=WebhookWish, responses={201: SecretAnswer})
    def post(self, request: Request) -> Response:
        wish = WebhookWish(data=request.data)
        wish.is_valid(raise_exception=True)
        types = tuple(wish.validated_data.get("types", ()))
        command = RegisterWebhook(self.caller.customer, wish.validated_data["url"], types)
        made = get_bus().handle(command, actor=self.caller.actor)
        return Response({"id": made.id, "secret": made.secret}, status=201)


class OneWebhook(ApiView):
    """`GET` and `DELETE /webhooks/{id}`."""

    scopes = SCOPE

    @extend_schema(summary="A webhook", responses=WebhookAnswer)
    def get(self, request: Request, id: UUID) -> Response:
        row = queries.endpoint(self.caller.customer, str(id))
        if row is None:
            raise NotFound(str(id))
        return Response(WebhookAnswer(row).data)

    @extend_schema(summary="Remove a webhook and its log", responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        command = RemoveWebhook(self.caller.customer, str(id))
        get_bus().handle(command, actor=self.caller.actor)
        return Response(status=204)


class RotateSecret(ApiView):
    """`POST /webhooks/{id}/rotate`."""

    scopes = SCOPE

    @extend_schema(
        summary="A new secret; the old one signs as well for a day",
        request=NoFields,
        responses=SecretAnswer,
    )
    def post(self, request: Request, id: UUID) -> Response:
        NoFields(data=request.data).is_valid(raise_exception=True)
        command = RotateWebhookSecret(self.caller.customer, str(id))
        secret = get_bus().handle(command, actor=self.caller.actor)
        return Response({"id": str(id), "secret": secret})


class SendTest(ApiView):
    """`POST /webhooks/{id}/test`."""

    scopes = SCOPE

    @extend_schema(summary="Send a test message", request=NoFields, responses={202: TestAnswer})
    def post(self, request: Request, id: UUID) -> Response:
        NoFields(data=request.data).is_valid(raise_exception=True)
        command = SendTestWebhook(self.caller.customer, str(id))
        return Response({"id": get_bus().handle(command, actor=self.caller.actor)}, status=202)


class Messages(ApiView):
    """`GET /webhooks/{id}/messages`."""

    scopes = SCOPE
    parameters = [
        Whole("limit", "How many, the newest first.", fallback=50, least=1, most=100),
        Parameter("before", "Older than the message of this id.", longest=40),
    ]

    @extend_schema(
        summary="What was sent, and how it went",
        responses=MessageAnswer(many=True),
        operation_id="webhooks_messages_list",
    )
    def get(self, request: Request, id: UUID) -> Response:
        rows = queries.messages(
            self.caller.customer,
            str(id),
            limit=self.given["limit"],
            before=self.given["before"] or "",
        )
        if rows is None:
            raise NotFound(str(id))
        return Response(MessageAnswer(rows, many=True).data)
