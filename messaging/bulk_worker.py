"""Works through the jobs of the back office."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from messaging.bulk_work import Work, work_of
from messaging.errors import Unavailable
from messaging.models import BulkJob
from messaging.refusals import MOST_TOLD

logger = logging.getLogger(__name__)

State = BulkJob.State
LEASE = timedelta(seconds=15)
"""How long a job is left alone after a row; then whoever was at it is taken for dead."""
TURN = timedelta(seconds=20)
"""How long one worker stays with jobs: less than the time limit of a task."""
PAGE = 100
"""Rows that are read at a time."""
MOST_ATTEMPTS = 8
RETRY_WHEN_AWAY = timedelta(seconds=2)

FORBIDDEN = "Whoever started it may not do this any more."
DEADLY = "The worker failed in each attempt at the next row."


class Lost(Exception):
    """Somebody stopped the job, or took it from us."""


class BulkWorker:
    """Does what is due, row by row.

    A row's command, its entry in the log and the progress of the job are one transaction, in
    which the job is locked: who comes second, after a lease that ran out, finds that it went on.
    A crash loses nothing and does nothing twice.
    """

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def drain(self) -> None:
        """Go on until nothing is due or TURN is over; the job that waits longest comes first."""
        end = self._clock() + TURN
        while self._clock() < end and (job := self._claim()):
            try:
                self._go_on(job, end)
            except Lost:
                logger.info("job %d was stopped, or taken by somebody else", job.id)
            except Unavailable as absence:
                logger.warning("job %d waits: %s", job.id, absence)
                self._put_back(job, self._clock() + RETRY_WHEN_AWAY)

    def _claim(self) -> BulkJob | None:
        now = self._clock()
        with transaction.atomic():
            free = _due(now).select_for_update(skip_locked=True, of=("self",))
            job = free.defer("keys").select_related("person").order_by("due", "id").first()
            if job is not None:
                job.state, job.due, job.attempts = State.RUNNING, now + LEASE, job.attempts + 1
                job.save(update_fields=["state", "due", "attempts"])
        return job

    def _go_on(self, job: BulkJob, end: datetime) -> None:
        if job.attempts > MOST_ATTEMPTS:
            return self._end(job, State.STOPPED, DEADLY)
        if (work := work_of(job)) is None:
            return self._end(job, State.STOPPED, FORBIDDEN)
        while keys := _next_keys(job):
            for key, row in work.rows(keys):
                if self._clock() >= end:
                    return self._put_back(job, self._clock())
                self._do(job, work, key, row)
        return self._end(job, State.FINISHED)

    def _do(self, job: BulkJob, work: Work, key: str, row: Any) -> None:
        with transaction.atomic():
            if not _as_we_know_it(job).select_for_update(no_key=True).values_list("id"):
                raise Lost
            why = work.attempt(row)
            progress: dict[str, Any] = {"done": job.done + 1}
            if why is not None:
                refusals = [*job.refusals, f"{row or key}: {why}"][:MOST_TOLD]
                progress = {"refused": job.refused + 1, "refusals": refusals}
            _as_we_know_it(job).update(due=self._clock() + LEASE, attempts=0, **progress)
        for name, value in progress.items():
            setattr(job, name, value)

    def _put_back(self, job: BulkJob, due: datetime) -> None:
        _as_we_know_it(job).update(due=due, attempts=0)

    def _end(self, job: BulkJob, state: State, note: str = "") -> None:
        _as_we_know_it(job).update(state=state, note=note, finished_at=self._clock())


def is_work_due(now: datetime) -> bool:
    return _due(now).exists()


def _due(now: datetime) -> QuerySet[BulkJob]:
    return BulkJob.objects.filter(state__in=BulkJob.UNFINISHED, due__lte=now)


def _next_keys(job: BulkJob) -> list[str]:
    behind = job.done + job.refused
    page = BulkJob.objects.filter(id=job.id).values_list(f"keys__{behind}_{behind + PAGE}")
    [[keys]] = page
    return list(keys)


def _as_we_know_it(job: BulkJob) -> QuerySet[BulkJob]:
    known = {"state": State.RUNNING, "done": job.done, "refused": job.refused}
    return BulkJob.objects.filter(id=job.id, **known)
