"""When a message that failed is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

DELAYS = [
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
    timedelta(hours=24),
]
"""After the first failure, the second …; after one more the message has failed. Roughly what the
Standard Webhooks specification proposes: it outlasts a night, and a day."""
MOST_ATTEMPTS = len(DELAYS) + 1
JITTER = 0.2
LONGEST_ASKED = timedelta(hours=1)


def next_attempt(
    attempts: int, *, now: datetime, retry_after: str = "", jitter: float
) -> datetime | None:
    """When to try again after so many attempts; None: never. `jitter` is between 0 and 1.

    `retry_after`, the receiver's wish, may lengthen the delay, but to no more than an hour.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    delay = DELAYS[attempts - 1] * (1 + JITTER * jitter)
    return now + max(delay, min(asked(retry_after, now=now), LONGEST_ASKED))


def asked(retry_after: str, *, now: datetime) -> timedelta:
    """The header Retry-After: seconds, or a date (RFC 9110, 10.2.3); 0 where it makes no sense."""
    try:
        if retry_after.isascii() and retry_after.isdigit():
            return timedelta(seconds=int(retry_after[:9]))
        return parsedate_to_datetime(retry_after) - now
    except (TypeError, ValueError, OverflowError):
        return timedelta(0)
