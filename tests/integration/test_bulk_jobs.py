"""Actions on more rows than a person waits for."""

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
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allocation.models import Batch, Order, StockMovement
from domain.allocation import commands
from domain.kernel import NotFound
from messaging.admin.looks import list_of
from messaging.bulk_worker import DEADLY, FORBIDDEN, LEASE, MOST_ATTEMPTS, TURN, BulkWorker
from messaging.bus import MessageBus
from messaging.commands import DiscardParkedMessage, StopBulkJob
from messaging.errors import Unavailable
from messaging.handlers import JobIsOver
from messaging.models import BulkJob, OutboxEvent, ParkedMessage
from messaging.tasks import JOBS_KEPT, drain_jobs, housekeeping
from tests.back_office import at, said, send
from tests.customers import register

pytestmark = pytest.mark.django_db(transaction=True)
State = BulkJob.State


@pytest.fixture
def ann(bus: MessageBus) -> User:
    user = User.objects.create_user("ann", is_staff=True)
    names = ["view_parkedmessage", "change_parkedmessage", "view_bulkjob", "change_bulkjob"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def client_of_ann(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("boss"))
    return client


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("messaging.wake.drain_jobs", lambda: None)


def park(count: int) -> None:
    sql = """INSERT INTO messaging_parked (source, payload, reason, traceback, attempts, parked_at)
        SELECT 'somebody', '', 'reason ' || n, '', 1, now() FROM generate_series(1, %s) n"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [count])


def discard_all(client: Client, **filters: str) -> Any:
    sent = {"action": "discard", "_selected_action": ["1"], "select_across": "1", "index": "0"}
    return client.post(list_of(ParkedMessage, **filters), sent, follow=True)


def job_on(client: Client, count: int) -> BulkJob:
    park(count)
    discard_all(client)
    return BulkJob.objects.get()


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


def test_a_hundred_thousand_rows_are_left_to_a_worker(client_of_ann: Client, no_worker: None):
    def questions(count: int) -> int:
        park(count)
        with CaptureQueriesContext(connection) as asked:
            response = discard_all(client_of_ann)
        [told] = said(response)
        assert "runs in the background" in told
        assert at("change", BulkJob, BulkJob.objects.latest("id").pk) in told
        return len(asked)

    questions(101)  # the first look fills caches
    assert questions(50) == questions(100_000 - 151)
    job = BulkJob.objects.latest("id")
    assert (job.total, job.done, job.state) == (100_000, 0, State.WAITING)
    assert (job.actor, job.title) == ("admin:ann", "Discard: parked messages")
    keys = ParkedMessage.objects.order_by("pk").values_list("pk", flat=True)
    assert job.keys == [str(key) for key in keys]
    assert not LogEntry.objects.exists()


def test_a_hundred_rows_are_done_while_one_waits(client_of_ann: Client):
    park(100)
    assert said(discard_all(client_of_ann)) == ["100 discarded."]
    assert not ParkedMessage.objects.exists()
    assert not BulkJob.objects.exists()


def test_only_what_the_list_showed_is_done(client_of_ann: Client):
    park(250)
    discard_all(client_of_ann, q='"reason 1"')

    assert BulkJob.objects.get().done == 111  # 1, 10 to 19, 100 to 199
    assert not ParkedMessage.objects.filter(reason__startswith="reason 1").exists()
    assert ParkedMessage.objects.count() == 250 - 111


def test_without_a_broker_a_job_is_done_right_after_the_commit(client_of_ann: Client):
    job = job_on(client_of_ann, 250)

    assert (job.state, job.done, job.refused) == (State.FINISHED, 250, 0)
    assert job.finished_at is not None
    assert not ParkedMessage.objects.exists()
    assert LogEntry.objects.filter(user__username="ann", change_message="discarded").count() == 250


def test_what_a_job_changes_is_booked_under_the_name_of_the_person(
    boss: Client, bus: MessageBus, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("messaging.admin.command_admin.MOST_AT_ONCE", 2)
    for n in range(3):
        bus.handle(commands.CreateBatch(f"b{n}", "TABLE", 20, released=False))
    send(boss, Batch, "release", "b0", "b1", "b2")

    assert BulkJob.objects.get().done == 3
    events = OutboxEvent.objects.filter(type="BatchReleased")
    assert {*events.values_list("actor")} == {("admin:boss",)}
    moves = StockMovement.objects.filter(actor="admin:boss")
    assert sorted(moves.values_list("batchref", flat=True)) == ["b0", "b1", "b2"]


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


def test_who_may_not_do_it_any_more_has_his_job_stopped(
    client_of_ann: Client, ann: User, no_worker: None
):
    job = job_on(client_of_ann, 110)
    ann.user_permissions.remove(Permission.objects.get(codename="change_parkedmessage"))
    drain_jobs()

    job.refresh_from_db()
    assert (job.state, job.done, job.note) == (State.STOPPED, 0, FORBIDDEN)
    assert ParkedMessage.objects.count() == 110
    assert FORBIDDEN in client_of_ann.get(at("change", BulkJob, job.pk)).content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, None])
def test_who_has_left_has_his_job_stopped(
    client_of_ann: Client, ann: User, no_worker: None, change: dict[str, bool] | None
):
    job = job_on(client_of_ann, 110)
    if change is None:
        ann.delete()
    else:
        User.objects.filter(pk=ann.pk).update(**change)
    drain_jobs()

    job.refresh_from_db()
    assert (job.state, job.done, job.note) == (State.STOPPED, 0, FORBIDDEN)


def test_a_job_is_stopped_by_a_button_and_its_page_looks_again_until_then(
    client_of_ann: Client, bus: MessageBus, no_worker: None
):
    job = job_on(client_of_ann, 110)
    page = client_of_ann.get(at("change", BulkJob, job.pk))
    assert page["Refresh"]
    assert [name for name, _ in page.context["page_actions"]] == ["stop"]

    assert said(send(client_of_ann, BulkJob, "stop", job.pk)) == ["1 stopped."]
    drain_jobs()
    job.refresh_from_db()
    assert (job.state, job.done, ParkedMessage.objects.count()) == (State.STOPPED, 0, 110)
    page = client_of_ann.get(at("change", BulkJob, job.pk))
    assert not page.has_header("Refresh")
    assert page.context["page_actions"] == []
    with pytest.raises(JobIsOver):
        bus.handle(StopBulkJob(job.pk))


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


def test_people_see_their_own_jobs(client_of_ann: Client, no_worker: None):
    job = job_on(client_of_ann, 110)
    other = BulkJob.objects.get(pk=job.pk)
    other.pk, other.person = None, User.objects.create_superuser("boss")
    other.save()

    found = client_of_ann.get(at("changelist", BulkJob)).context["cl"].result_list
    assert [row.pk for row in found] == [job.pk]
    assert client_of_ann.get(at("change", BulkJob, other.pk)).status_code == 302


def test_all_rows_of_a_list_are_asked_about_without_naming_them_all(
    boss: Client, bus: MessageBus, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("messaging.admin.command_admin.MOST_AT_ONCE", 2)
    monkeypatch.setattr("messaging.admin.confirmation.MOST_SHOWN", 2)
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    register(bus)
    for n in range(5):
        bus.handle(commands.PlaceOrder("anna-films", f"o{n}", {"TABLE": 1}, allow_partial=True))
    address = at("changelist", Order)
    sent = {"action": "cancel", "_selected_action": ["x"], "select_across": "1", "index": "0"}
    asked = boss.post(address, sent)
    assert asked.content.decode().count('name="_selected_action"') == 2
    assert "and 3 more" in asked.content.decode()

    boss.post(asked.context["address"], {**sent, "_confirmed": "1"})
    job = BulkJob.objects.get()
    assert (job.done, job.refused) == (5, 0)
    assert not Order.objects.filter(cancelled=False).exists()


def test_jobs_are_forgotten_after_a_month(client_of_ann: Client):
    job_on(client_of_ann, 110)
    housekeeping()
    assert BulkJob.objects.exists()
    BulkJob.objects.update(finished_at=timezone.now() - JOBS_KEPT)
    housekeeping()
    assert not BulkJob.objects.exists()
