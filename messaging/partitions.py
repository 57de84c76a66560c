"""The event log is kept in one table per month."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.db import Error, connection, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

MONTHS_AHEAD = 3


def ensure_partitions(today: date) -> None:
    """Make the tables of this month and the next MONTHS_AHEAD, where they are missing.

    A month that cannot get its table (others hold the log, or the default partition has rows of
    it) is reported and left to the default partition: events are stored all the same.
    """
    first = today.replace(day=1)
    for _ in range(MONTHS_AHEAD + 1):
        following = _next_month(first)
        try:
            with transaction.atomic():
                _make(first, following)
        except Error as error:
            logger.warning("no partition for %s: %s", first, error)
        first = following


def after_migrate(**_: Any) -> None:
    ensure_partitions(timezone.now().date())


def _make(first: date, following: date) -> None:
    name = f"messaging_outbox_{first:%Y_%m}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NULL", [name])
        if cursor.fetchone() == (True,):
            cursor.execute(
                f"CREATE TABLE {name} PARTITION OF messaging_outbox FOR VALUES FROM (%s) TO (%s)",
                [first, following],
            )


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
