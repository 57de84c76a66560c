"""What tests of customers and of their API share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from allocation.api_keys import ApiKeyText, new_key
from domain.allocation import commands
from domain.allocation.customer_parts import SCOPES
from messaging.bus import MessageBus

HOME = {
    "label": "Home",
    "recipient": "Anna Sea",
    "street": "1 Harbour Road",
    "city": "Leith",
    "postal_code": "EH6 6QQ",
    "country": "GB",
}


def register(bus: MessageBus, code: str = "anna-films") -> str:
    bus.handle(commands.RegisterCustomer(code, "Anna Films", "film maker"))
    return code


def issue(
    bus: MessageBus,
    customer: str = "anna-films",
    *,
    scopes: tuple[str, ...] = SCOPES,
    expires: datetime | None = None,
) -> ApiKeyText:
    """A new key of the customer, who is registered where that has not been done."""
    register(bus, customer)
    key = new_key()
    until = expires or timezone.now() + timedelta(days=1)
    bus.handle(commands.IssueApiKey(customer, "test", scopes, until, key.prefix, key.digest))
    return key


def bearer(key: ApiKeyText | str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key if isinstance(key, str) else key.text}"}


class Api:
    """A client of `/api/v1/` with a key."""

    def __init__(self, key: ApiKeyText | str, **environ: Any) -> None:
        self.client = Client(raise_request_exception=False, **environ)
        self.headers = bearer(key)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def send(self, method: str, path: str, body: Any = b"", **extra: Any) -> Any:
        extra.setdefault("content_type", "application/json")
        headers = {**self.headers, **extra.pop("headers", {})}
        address = f"/api/v1/{path}"
        return self.client.generic(method, address, body, headers=headers, **extra)
