"""What the outbox has still to deliver."""

import time

from psycopg2.extensions import connection
from stack import signals

DRAIN_WITHIN = 60


def waiting(database: connection) -> int:
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM messaging_delivery")
        return int(cursor.fetchone()[0])


def until_drained(database: connection, *, most: float = DRAIN_WITHIN) -> float:
    """Seconds until nothing waited, or `most`."""
    began = time.monotonic()
    while waiting(database) and time.monotonic() - began < most:
        signals.pause(0.05)
    return time.monotonic() - began
