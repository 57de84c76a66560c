"""Counters in Redis, without which the API goes on."""

from __future__ import annotations

import logging
import time

import redis

from messaging.errors import Unavailable
from messaging.redis_client import redis_client

logger = logging.getLogger(__name__)

AWAY = 2.0  # seconds in which nobody asks a Redis that did not answer


class Counters:
    """Counts events per window. Where Redis is away, everything counts as 0 for a while."""

    def __init__(self) -> None:
        self._away_until = 0.0

    def add(self, name: str, *, seconds: int) -> int:
        """One more; how many there are in this window. One round trip."""
        if time.monotonic() < self._away_until:
            return 0
        key = f"scents:count:{name}:{int(time.time()) // seconds}"
        try:
            with redis_client().pipeline(transaction=False) as both:
                both.incr(key)
                both.expire(key, 2 * seconds)
                return int(both.execute()[0])
        except (redis.RedisError, OSError, Unavailable) as error:
            logger.warning("Redis is away, requests are not counted: %s", error)
            self._away_until = time.monotonic() + AWAY
            return 0


counters = Counters()
