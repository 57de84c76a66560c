"""The classic HTTP endpoints: parse, one call inwards, status code."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.decorators import api_view, parser_classes, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from allocation import queries
from allocation.permissions import ClassicAccess
from allocation.serializers import AddBatch, AllocateLine
from domain.allocation import commands
from domain.allocation.product import InvalidSku
from messaging.bus import get_bus
from messaging.http import StrictJSONParser

ACTOR = "classic API"


@api_view(["POST"])
@parser_classes([StrictJSONParser])
@permission_classes([ClassicAccess])
def add_batch(request: Request) -> HttpResponse:
    wish = AddBatch(data=request.data)
    wish.is_valid(raise_exception=True)
    get_bus().handle(commands.CreateBatch(**wish.validated_data), actor=_actor(request))
    return _text("OK", 201)


@api_view(["POST"])
@parser_classes([StrictJSONParser])
@permission_classes([ClassicAccess])
def allocate(request: Request) -> HttpResponse:
    wish = AllocateLine(data=request.data)
    wish.is_valid(raise_exception=True)
    try:
        get_bus().handle(commands.Allocate(**wish.validated_data), actor=_actor(request))
    except InvalidSku as unknown:
        return Response({"message": str(unknown)}, status=400)
    return _text("OK", 202)


@api_view(["GET"])
@permission_classes([ClassicAccess])
def allocations(request: Request, orderid: str) -> HttpResponse:
    rows = [] if "\x00" in orderid else queries.allocations(orderid)
    return Response(rows) if rows else _text("not found", 404)


def _actor(request: Request) -> str:
    return f"{ACTOR}: {request.user.get_username()}" if request.user.pk else ACTOR


def _text(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
