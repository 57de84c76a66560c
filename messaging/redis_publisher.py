"""Tells other systems, over Redis."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import redis

from messaging.errors import Unavailable
from messaging.redis_client import redis_client

STREAM_LENGTH = 1_000_000
"""Entries that a stream keeps, about; older ones are in the event log."""


def publish(channel: str, message: Mapping[str, Any]) -> None:
    """Send to the channel (whoever listens now) and the stream of the same name (for readers).

    Raises Unavailable when Redis is away; then neither or both may have happened.
    """
    fields: dict[Any, Any] = {**message}
    with _unavailable_when_away(), redis_client().pipeline(transaction=False) as pipe:
        pipe.xadd(channel, fields, maxlen=STREAM_LENGTH, approximate=True)
        pipe.publish(channel, json.dumps(message))
        pipe.execute()


def append_to_stream(channel: str, payload: str) -> None:
    """Put a raw message into the stream from which the consumer reads. Raises Unavailable."""
    with _unavailable_when_away():
        redis_client().xadd(channel, {"message": payload})


@contextmanager
def _unavailable_when_away() -> Iterator[None]:
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError, redis.OutOfMemoryError) as error:
        raise Unavailable(f"Redis: {error}") from error
