"""The connection to Redis, one pool per process."""

from __future__ import annotations

import os
from functools import cache

import redis
from django.conf import settings

from messaging.errors import Unavailable


def redis_client() -> redis.Redis:
    """A client that gives up after a second instead of holding a request. Raises Unavailable."""
    if not settings.REDIS_URL:
        raise Unavailable("REDIS_URL is not set")
    return _client_of(os.getpid())


@cache
def _client_of(pid: int) -> redis.Redis:  # a forked child must not share its parent's sockets
    return redis.Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_connect_timeout=1,
        socket_timeout=1,
    )
