"""How tests place orders over the REST API."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.customers import Api

SOON = timezone.now().date() + timedelta(days=12)


def place(api: Api, lines: dict[str, int] | list[dict[str, Any]], **said: Any) -> Any:
    key = said.pop("key", uuid4().hex)
    if isinstance(lines, dict):
        lines = [{"sku": sku, "qty": qty} for sku, qty in lines.items()]
    return post(api, "orders", {"lines": lines, **said}, key=key)


def post(api: Api, path: str, body: dict[str, Any] | None = None, **said: Any) -> Any:
    headers = {"Idempotency-Key": said.pop("key", uuid4().hex), **said.pop("headers", {})}
    return api.send("POST", path, json.dumps(body or {}), headers=headers)
