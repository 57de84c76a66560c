"""Redis counts wrong codes and logins: while it is away nobody logs in, and all else goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from access.second_factor import is_account_page

COUNTED = "allauth"
"""How the keys begin without which a login must not go on."""


class JSONSerializer:
    """Other systems reach this Redis: what comes out of it is data, never a pickled object."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class StaffCache(RedisCache):
    """A login waits for Redis to come back. To others a cache that is away is an empty one, and
    what JSON cannot hold (unfold's found pages) is not kept."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except redis.RedisError:
            if key.startswith(COUNTED):
                raise
            return default

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except (redis.RedisError, TypeError):
            if key.startswith(COUNTED):
                raise


class OutageMiddleware:
    """The clear page instead of a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, redis.RedisError) or not is_account_page(request):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "10"
        return response
