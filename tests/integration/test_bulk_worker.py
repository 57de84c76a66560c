"""Workers on jobs: refused, absent, stopped and killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.utils import timezone

from domain.kernel import NotFound
from messaging.bulk_worker import DEADLY, LEASE, MOST_ATTEMPTS, TURN, BulkWorker
from messaging.bus import MessageBus
from messaging.commands import DiscardParkedMessage
from messaging.errors import Unavailable
from messaging.models import BulkJob, ParkedMessage
from messaging.tasks import drain_jobs
from tests.back_office import at
from tests.bulk import discard_all, job_on

pytestmark = pytest.mark.django_db(transaction=True)
State = BulkJob.State


def fail_on(
    monkeypatch: pytest.MonkeyPatch, bus: MessageBus, error: BaseException, *, at: int
) -> None:
    """The command of one row has its effect, and then everything goes wrong."""
    handle = bus.handle
    row = ParkedMessage.objects.order_by("pk")[at - 1].pk

    def handle_or_fail(command: Any, **kwargs: Any) -> Any:
        answer = handle(command, **kwargs)
        if command == DiscardParkedMessage(row):
            raise error
        return answer

    monkeypatch.setattr(bus, "handle", handle_or_fail)


def worker(*, late: timedelta = timedelta()) -> BulkWorker:
    return BulkWorker(clock=lambda: timezone.now() + late)


def test_refused_rows_are_counted_and_the_first_are_named(client_of_ann: Client, no_worker: None):
    job = job_on(client_of_ann, 130)
    gone = list(ParkedMessage.objects.order_by("pk").values_list("pk", flat=True)[:25])
    ParkedMessage.objects.filter(pk__in=gone).delete()
    drain_jobs()

    job.refresh_from_db()
    assert (job.state, job.done, job.refused) == (State.FINISHED, 105, 25)
    assert job.refusals == [f"{key}: It is not there any more." for key in gone[:20]]
    page = client_of_ann.get(at("change", BulkJob, job.pk))
    assert "5 more not shown" in page.content.decode()
    assert job.refusals[0] in page.content.decode()


@pytest.mark.parametrize(
    ("error", "text"),
    [(NotFound("no such thing"), "no such thing"), (ValueError("a bug"), "A fault of ours")],
)
def test_a_refused_row_changes_nothing_and_stops_nobody(
    client_of_ann: Client,
    bus: MessageBus,
    no_worker: None,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    text: str,
):
    job = job_on(client_of_ann, 110)
    fail_on(monkeypatch, bus, error, at=7)
    drain_jobs()

    job.refresh_from_db()
    assert (job.state, job.done, job.refused) == (State.FINISHED, 109, 1)
    assert job.refusals[0].startswith("somebody: reason 7: ")
    assert text in job.refusals[0]
    assert ParkedMessage.objects.get().reason == "reason 7"
    assert LogEntry.objects.count() == 109


def test_after_a_crash_it_goes_on_where_it_stopped(
    client_of_ann: Client, bus: MessageBus, no_worker: None, monkeypatch: pytest.MonkeyPatch
):
    job = job_on(client_of_ann, 110)
    with monkeypatch.context() as patch:
        fail_on(patch, bus, KeyboardInterrupt(), at=42)  # as little caught as a kill
        with pytest.raises(KeyboardInterrupt):
            drain_jobs()
    job.refresh_from_db()
    assert (job.state, job.done, ParkedMessage.objects.count()) == (State.RUNNING, 41, 69)

    drain_jobs()  # within the lease it is left alone
    job.refresh_from_db()
    assert job.done == 41
    worker(late=LEASE).drain()
    job.refresh_from_db()
    assert (job.state, job.done, job.refused) == (State.FINISHED, 110, 0)
    assert set(Counter(LogEntry.objects.values_list("object_id", flat=True)).values()) == {1}


def test_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice(
    client_of_ann: Client, no_worker: None
):
    job = job_on(client_of_ann, 1_500)
    code = "import django; django.setup(); from messaging.tasks import drain_jobs; drain_jobs()"
    address = os.environ["DATABASE_URL"].rpartition("/")[0]
    env = {**os.environ, "DATABASE_URL": f"{address}/{connection.settings_dict['NAME']}"}
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "REDIS_URL": ""}
    with subprocess.Popen([sys.executable, "-c", code], env=env) as process:
        wait_until(lambda: done(job) > 0)
        process.kill()
    assert 0 < done(job) < 1_500
    assert done(job) + ParkedMessage.objects.count() == 1_500

    while done(job) < 1_500:
        worker(late=LEASE).drain()
    job.refresh_from_db()
    assert (job.refused, ParkedMessage.objects.count()) == (0, 0)
    assert LogEntry.objects.count() == 1_500


def done(job: BulkJob) -> int:
    return BulkJob.objects.values_list("done", flat=True).get(pk=job.pk)


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_row_that_kills_each_worker_stops_the_job(
    client_of_ann: Client, bus: MessageBus, no_worker: None, monkeypatch: pytest.MonkeyPatch
):
    job = job_on(client_of_ann, 110)
    fail_on(monkeypatch, bus, KeyboardInterrupt(), at=1)
    for n in range(MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            worker(late=LEASE * (n + 1)).drain()
    worker(late=LEASE * (MOST_ATTEMPTS + 1)).drain()

    job.refresh_from_db()
    assert (job.state, job.note, job.done) == (State.STOPPED, DEADLY, 0)


def test_what_cannot_be_done_now_waits_until_it_can(
    client_of_ann: Client, bus: MessageBus, no_worker: None, monkeypatch: pytest.MonkeyPatch
):
    job = job_on(client_of_ann, 110)
    with monkeypatch.context() as patch:
        fail_on(patch, bus, Unavailable("Redis is away"), at=5)
        drain_jobs()
    job.refresh_from_db()
    assert (job.state, job.done, job.refused) == (State.RUNNING, 4, 0)

    worker(late=timedelta(seconds=3)).drain()
    job.refresh_from_db()
    assert (job.state, job.done) == (State.FINISHED, 110)


def test_jobs_take_turns(client_of_ann: Client, no_worker: None):
    first = job_on(client_of_ann, 110)
    discard_all(client_of_ann)
    second = BulkJob.objects.latest("id")
    start, ticks = timezone.now() + timedelta(seconds=1), iter(range(10_000))
    BulkWorker(clock=lambda: start + next(ticks) * TURN / 50).drain()
    BulkWorker(clock=lambda: start + TURN * 2 + next(ticks) * TURN / 5_000).drain()

    first.refresh_from_db()
    second.refresh_from_db()
    assert second.state == first.state == State.FINISHED
    assert (first.done + second.done, first.refused + second.refused) == (110, 110)
    assert first.done
    assert second.done


def test_a_job_that_is_stopped_while_it_runs_does_no_further_row(
    client_of_ann: Client, bus: MessageBus, no_worker: None, monkeypatch: pytest.MonkeyPatch
):
    job = job_on(client_of_ann, 110)
    handle, seen = bus.handle, []

    def handle_and_stop(command: Any, **kwargs: Any) -> Any:
        seen.append(command)
        if len(seen) == 5:
            BulkJob.objects.update(state=State.STOPPED)
        return handle(command, **kwargs)

    monkeypatch.setattr(bus, "handle", handle_and_stop)
    drain_jobs()
    job.refresh_from_db()
    assert (job.state, len(seen)) == (State.STOPPED, 5)
