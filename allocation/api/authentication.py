"""Who is asking: `Authorization: Bearer scents_<prefix>_<secret>`, and nothing else."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from allocation import queries
from allocation.api_keys import DEMO_PREFIX, ApiKeyText, find_key, read_key
from allocation.repository.customers import note_use
from domain.allocation.commands import FlagLeakedApiKey
from messaging.api.caller import ApiCaller
from messaging.api.throttling import note_wrong_key
from messaging.bus import get_bus

logger = logging.getLogger(__name__)

USE_NOTED_EVERY = timedelta(minutes=1)
_KEY_NAMES = {"api_key", "access_token", "key"}
_NO_SUCH_DIGEST = "0" * 64


class KeyInAddress(exceptions.AuthenticationFailed):
    """Addresses stay in logs and histories, where others read them."""

    default_detail = (
        "An API key never belongs in an address, where logs keep it. Send it in the header"
        " 'Authorization: Bearer ...', and have this key replaced."
    )
    default_code = "key-in-address"


class BearerKey(BaseAuthentication):
    """DRF's authentication by API key. Every refusal looks the same from outside."""

    def authenticate(self, request: Request) -> tuple[ApiCaller, str]:
        _refuse_key_in_address(request)
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            raise _refusal()
        key = _read_header(header)
        row = _verified(key) if key else None
        now = timezone.now()
        if key is None or row is None or not _is_live(row, now):
            note_wrong_key(request)
            raise _refusal()
        _note_use(row, now)
        caller = ApiCaller(
            row["customer_id"],
            row["name"],
            key.prefix,
            tuple(row["scopes"]),
            row["expires"],
            row["customer__priority"],
        )
        return caller, key.prefix

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Keys go into the Authorization header."""

    target_class = "allocation.api.authentication.BearerKey"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "scents_<prefix>_<secret>",
            "description": "`Authorization: Bearer scents_…`; the back office issues keys.",
        }


def _refusal() -> exceptions.AuthenticationFailed:
    return exceptions.AuthenticationFailed("A valid API key is needed in the Authorization header.")


def _read_header(header: str) -> ApiKeyText | None:
    scheme, _, text = header.partition(" ")
    return read_key(text) if scheme.lower() == "bearer" else None


def _verified(key: ApiKeyText) -> dict[str, Any] | None:
    """What is kept of the key; None where the secret is not that of the prefix."""
    row = queries.api_key(key.prefix)
    matches = key.matches(row["digest"] if row else _NO_SUCH_DIGEST)
    return row if matches else None


def _is_live(row: dict[str, Any], now: datetime) -> bool:
    if row["prefix"].startswith(DEMO_PREFIX) and not settings.DEMO:
        return False
    return bool(row["customer__active"] and row["revoked"] is None and row["expires"] > now)


def _refuse_key_in_address(request: Request) -> None:
    """Raise KeyInAddress; a key that is really one of ours is flagged first."""
    given = [(name, value) for name, values in request.GET.lists() for value in values]
    keys = [key for _, value in given if (key := find_key(value))]
    if not keys and not any(name.lower() in _KEY_NAMES for name, _ in given):
        return
    row = _verified(keys[0]) if keys else None
    if row is not None and row["leaked"] is None:
        get_bus().handle(FlagLeakedApiKey(keys[0].prefix), actor="api")
    note_wrong_key(request)
    raise KeyInAddress


def _note_use(row: dict[str, Any], now: datetime) -> None:
    """For the back office; no request waits for it or fails by it."""
    last = row["last_used_at"]
    if last is None or now - last >= USE_NOTED_EVERY:
        try:
            note_use(row["prefix"], now)
        except Error as error:
            logger.warning("use of %s was not noted: %s", row["prefix"], error)
