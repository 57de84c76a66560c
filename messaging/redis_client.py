"""The connection to Redis, one pool per process."""

from __future__ import annotations

import os
from functools import cache

import redis
from django.conf import settings

from messaging.errors import Unavailable


def redis_client() -> redis.Redis:
    """A client that gives up after a second. Raises Unavailable where no Redis is configured."""
    if not settings.REDIS_URL:
        raise Unavailable("REDIS_URL is not set")
    return _client_of(process_id())


def process_id() -> int:
    """The key for what a forked child must not share with its parent."""
    return os.getpid()


@cache
def _client_of(process: int) -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_connect_timeout=1,
        socket_timeout=1,
    )
