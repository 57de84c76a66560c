"""Brings stored events to their subscribers."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from domain.kernel import Event
from messaging.errors import Unavailable
from messaging.models import Delivery, ParkedMessage
from messaging.once import delivery_key
from messaging.serialization import from_json

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
"""How long a claimed delivery is left alone; then whoever claimed it is taken for dead."""
TURN = timedelta(seconds=30)
"""How long one worker stays with a subscriber: less than the time limit of a task."""
MOST_ATTEMPTS = 8
SLOWEST_RETRY = timedelta(minutes=1)
RETRY_WHEN_AWAY = timedelta(seconds=2)

_CLAIM = """
WITH claimed AS (
    UPDATE messaging_delivery d SET attempts = d.attempts + 1, due = %(now)s + %(lease)s
    FROM (
        SELECT id FROM messaging_delivery WHERE subscriber = %(subscriber)s AND due <= %(now)s
        ORDER BY due, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    ) free
    WHERE d.id = free.id RETURNING d.*
)
SELECT c.id, c.event_id, c.recorded_at, c.attempts, o.type, o.payload::text
FROM claimed c JOIN messaging_outbox o ON o.id = c.event_id AND o.recorded_at = c.recorded_at
ORDER BY c.id
"""


@dataclass
class Claim:
    """A delivery that is ours for the length of the lease."""

    subscriber: str
    id: int
    event_id: UUID
    recorded_at: datetime
    attempts: int
    type: str
    payload: str
    failed: bool = False


class Relay:
    """Delivers what is due to a subscriber.

    Each attempt is counted before it is made, so that an event that kills the process is parked
    in the end. A failure is retried with back-off and parked after MOST_ATTEMPTS, except where
    the other side is merely away: that is retried until it is back.

    A subscriber handles an event in the transaction that removes the delivery: what it writes to
    the database comes about once. Subscribers named in `batches` write nothing there; so many
    events at a time are sent `gathered`, and so many may be repeated after a crash or an absence.
    """

    def __init__(
        self,
        *,
        deliver: Callable[[str, Event], None],
        clock: Callable[[], datetime],
        batches: Mapping[str, int],
        gathered: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._deliver = deliver
        self._clock = clock
        self._batches = batches
        self._gathered = gathered

    def drain(self, subscriber: str) -> int:
        """Deliver until nothing is due, the other side is away or TURN is over; the successes."""
        done = 0
        end = self._clock() + TURN
        limit = self._batches.get(subscriber, 1)
        while self._clock() < end and (claims := self._claim(subscriber, limit)):
            try:
                done += self._attempt_all(subscriber, claims)
            except Unavailable as absence:
                self._postpone([claim for claim in claims if not claim.failed], absence)
                break
            if len(claims) < limit:  # what came since has its own wake-up
                break
        return done

    def _attempt_all(self, subscriber: str, claims: list[Claim]) -> int:
        """How many succeeded. What goes wrong when the gathered are sent counts against each."""
        if subscriber not in self._batches:
            return sum(self._attempt(subscriber, claim) for claim in claims)
        try:
            with self._gathered():
                succeeded = [claim.id for claim in claims if self._attempt(subscriber, claim)]
        except Unavailable:
            raise
        except Exception as error:
            logger.exception("sending %d events to %s failed", len(claims), subscriber)
            for claim in claims:
                if not claim.failed:
                    self._fail(claim, error)
            return 0
        _remove(succeeded)
        return len(succeeded)

    def _claim(self, subscriber: str, limit: int) -> list[Claim]:
        parameters: dict[str, Any] = {
            "subscriber": subscriber,
            "now": self._clock(),
            "lease": LEASE,
            "limit": limit,
        }
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, parameters)
            return [Claim(subscriber, *row) for row in cursor.fetchall()]

    def _attempt(self, subscriber: str, claim: Claim) -> bool:
        try:
            if claim.attempts > MOST_ATTEMPTS:
                raise RuntimeError("the process died in each attempt")
            event = from_json(claim.type, json.loads(claim.payload))
            delivery_key.set(str(claim.event_id))
            if subscriber in self._batches:
                self._deliver(subscriber, event)
            else:
                with transaction.atomic():
                    if _remove([claim.id]):
                        self._deliver(subscriber, event)
        except Unavailable:
            raise
        except Exception as error:
            logger.exception("attempt %d of %s failed", claim.attempts, claim)
            self._fail(claim, error)
            return False
        return True

    def _postpone(self, claims: list[Claim], absence: Unavailable) -> None:
        """An attempt that met nobody is not counted."""
        logger.warning("%s waits: %s", claims[0].subscriber, absence)
        Delivery.objects.filter(id__in=[claim.id for claim in claims]).update(
            due=self._clock() + RETRY_WHEN_AWAY, attempts=F("attempts") - 1, error=str(absence)
        )

    def _fail(self, claim: Claim, error: Exception) -> None:
        claim.failed = True
        trace = "".join(traceback.format_exception(error))
        if claim.attempts >= MOST_ATTEMPTS:
            park_delivery(claim, reason=repr(error), trace=trace)
        else:
            delay = min(timedelta(seconds=2 ** (claim.attempts - 1)), SLOWEST_RETRY)
            Delivery.objects.filter(id=claim.id).update(due=self._clock() + delay, error=trace)


def park_delivery(claim: Claim, *, reason: str, trace: str) -> None:
    """Set the delivery aside until a person has looked at it."""
    with transaction.atomic():
        if _remove([claim.id]):
            ParkedMessage.objects.create(
                source=claim.subscriber,
                payload=claim.payload,
                event_id=claim.event_id,
                recorded_at=claim.recorded_at,
                reason=reason,
                traceback=trace,
                attempts=claim.attempts,
            )


def due_subscribers(now: datetime) -> list[str]:
    """Who has deliveries waiting that nobody is busy with."""
    due = Delivery.objects.filter(due__lte=now)
    return sorted(due.values_list("subscriber", flat=True).distinct())


def _remove(ids: list[int]) -> int:
    """Take deliveries out of the queue; how many were still there."""
    return Delivery.objects.filter(id__in=ids).delete()[0] if ids else 0
