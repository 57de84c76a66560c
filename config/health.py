"""Is the process up, and are the parts that it needs there?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import redis
from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from messaging import queries
from messaging.redis_client import redis_client


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("OK", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database and Redis answer; with the age of the oldest undelivered event.

    A backlog does not make the process unready: orders are taken all the same.
    """
    database, outbox = _database(timezone.now())
    redis_state = _redis()
    ready = database == "ok" and redis_state in ("ok", "not configured")
    state = {"ready": ready, "database": database, "redis": redis_state, "outbox": outbox}
    return JsonResponse(state, status=200 if ready else 503)


def _database(now: datetime) -> tuple[str, dict[str, Any] | None]:
    try:
        return "ok", queries.backlog(now)
    except Error as error:
        return f"away: {error}".strip(), None


def _redis() -> str:
    if not settings.REDIS_URL:
        return "not configured"
    try:
        redis_client().ping()
    except (redis.RedisError, OSError) as error:
        return f"away: {error}"
    return "ok"
