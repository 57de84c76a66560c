"""Tells other systems, over Redis."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import redis
from django.conf import settings
from redis.commands.core import Script

from messaging.errors import Unavailable
from messaging.once import delivery_key
from messaging.redis_client import redis_client

STREAM_LENGTH = 1_000_000
"""Entries that a stream keeps, about; older ones are in the event log."""
REMEMBERED = 3600
"""Seconds in which the same event is not published again: longer than any retry is apart."""

_gathering: ContextVar[redis.client.Pipeline | None] = ContextVar("gathering", default=None)

# KEYS: channel, mark of the event. ARGV: seconds, message, length, then the stream's fields.
_PUBLISH = """
if KEYS[2] ~= '' and not redis.call('SET', KEYS[2], 1, 'NX', 'EX', ARGV[1]) then return 0 end
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', unpack(ARGV, 4))
redis.call('PUBLISH', KEYS[1], ARGV[2])
return 1
"""


def publish(channel: str, message: Mapping[str, Any]) -> None:
    """Send to the channel (whoever listens now) and the stream of the same name (for readers).

    An event whose delivery is repeated, because the process died after sending and before
    noting it, is sent once all the same. Raises Unavailable when Redis is away.
    """
    if not settings.REDIS_URL:
        return  # nobody can listen
    key = delivery_key.get()
    mark = f"scents:published:{key}" if key else ""
    fields = [part for item in message.items() for part in item]
    with _unavailable_when_away():
        _script()(
            keys=[channel, mark],
            args=[REMEMBERED, json.dumps(message), STREAM_LENGTH, *fields],
            client=_gathering.get() or redis_client(),
        )


@contextmanager
def gathered() -> Iterator[None]:
    """What is published inside is sent at the end, in one go. Raises Unavailable then."""
    with _unavailable_when_away(), redis_client().pipeline(transaction=False) as pipe:
        before = _gathering.set(pipe)
        try:
            yield
        finally:
            _gathering.reset(before)
        pipe.execute()


def append_to_stream(channel: str, payload: str) -> None:
    """Put a raw message into the stream from which the consumer reads. Raises Unavailable."""
    with _unavailable_when_away():
        redis_client().xadd(channel, {"message": payload})


@cache
def _script() -> Script:
    return redis_client().register_script(_PUBLISH)


@contextmanager
def _unavailable_when_away() -> Iterator[None]:
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError, redis.OutOfMemoryError) as error:
        raise Unavailable(f"Redis: {error}") from error
