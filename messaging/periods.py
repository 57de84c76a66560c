"""What is done once in a period (a day, a night), however many clocks tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connection

from domain.kernel import Aggregate
from messaging.changes import Change
from messaging.models import JobPeriod
from messaging.sql import Statements

_CLAIM = """INSERT INTO messaging_jobperiod (job, period, claimed_at) VALUES (%s, %s, now())
    ON CONFLICT DO NOTHING"""


class Period(Aggregate):
    """A job's turn in a period; what follows from it is recorded here."""

    def __init__(self, job: str, period: str) -> None:
        super().__init__()
        self.job = job
        self.period = period

    @property
    def identity(self) -> str:
        return f"{self.job}:{self.period}"


class Periods(Protocol):
    """Turns, each given once."""

    def claim(self, job: str, period: str) -> Period | None:
        """The job's turn in this period; None: somebody has had it."""


class StoredPeriods:
    """A row for each turn that was taken, in the open transaction: who fails gives it back.

    Who comes second waits for the first to commit, and then knows.
    """

    def __init__(self) -> None:
        self.seen: dict[str, Period] = {}

    def claim(self, job: str, period: str) -> Period | None:
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [job, period])
            if not cursor.rowcount:
                return None
        turn = Period(job, period)
        return self.seen.setdefault(turn.identity, turn)

    def store(self, changes: Sequence[Change[Any]], statements: Statements) -> None:
        """The row is there already."""


def is_claimed(job: str, period: str) -> bool:
    """Whether the turn was taken: to ask costs less than to prepare for it in vain."""
    return JobPeriod.objects.filter(job=job, period=period).exists()
