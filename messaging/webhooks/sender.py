"""Sends what is due, many endpoints at a time, outside of any transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import Protocol

from messaging.webhooks.backoff import MOST_ATTEMPTS
from messaging.webhooks.claims import Claim, claim
from messaging.webhooks.post import Answer
from messaging.webhooks.results import note
from messaging.webhooks.sealing import unseal
from messaging.webhooks.signing import signed_headers

logger = logging.getLogger(__name__)

SEATS = 32
SEATS_OF_THE_FAILING = SEATS // 2
"""However many endpoints are dead, as many seats are kept for those that answer."""
TURN = timedelta(seconds=20)
"""How long one sender goes on: with the last attempt, less than the time limit of a task."""
LOOK_AGAIN = 0.25
"""Seconds until a sender that waits for slow endpoints looks for the messages of others."""


class Post(Protocol):
    """Sends one request; what goes wrong on the way is an answer, too."""

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> Answer: ...


class Sender:
    """Makes the attempts that are due. Threads do nothing but HTTP; the database is this one's.

    An attempt is counted before it is made, so that a message that kills the process fails in
    the end; one whose process was killed is sent again when its lease is over.
    """

    def __init__(
        self, *, post: Post, clock: Callable[[], datetime], jitter: Callable[[], float]
    ) -> None:
        self._post = post
        self._clock = clock
        self._jitter = jitter
        self._under_way: dict[Future[Answer], Claim] = {}

    def drain(self) -> int:
        """Send until nothing is due or TURN is over; the number of successes."""
        done = 0
        end = self._clock() + TURN
        with ThreadPoolExecutor(SEATS, "webhook") as seats:
            while True:
                if self._clock() < end:
                    self._fill(seats)
                if not self._under_way:
                    return done
                ended, _ = wait(self._under_way, LOOK_AGAIN, return_when=FIRST_COMPLETED)
                done += sum(self._note(future) for future in ended)

    def _fill(self, seats: ThreadPoolExecutor) -> None:
        now = self._clock()
        failing = sum(one.failing for one in self._under_way.values())
        claims = claim(SEATS - len(self._under_way), now=now, failing=False)
        free = min(SEATS - len(self._under_way) - len(claims), SEATS_OF_THE_FAILING - failing)
        if free > 0:
            claims += claim(free, now=now, failing=True)
        for one in claims:
            self._under_way[seats.submit(self._attempt, one)] = one

    def _attempt(self, claim: Claim) -> Answer:
        if claim.attempts > MOST_ATTEMPTS:
            return Answer(error="the process died in each attempt")
        try:
            body = claim.body()
            headers = signed_headers(
                claim.id,
                body=body,
                seconds=int(self._clock().timestamp()),
                secrets=[unseal(secret) for secret in (claim.secret, claim.old_secret) if secret],
            )
            return self._post(claim.url, body, headers)
        except Exception as error:
            logger.exception("attempt %d of webhook %s failed", claim.attempts, claim.id)
            return Answer(error=repr(error))

    def _note(self, future: Future[Answer]) -> bool:
        claim = self._under_way.pop(future)
        return note(claim, future.result(), now=self._clock(), jitter=self._jitter())
