"""Actions on more rows than a person waits for."""

from __future__ import annotations

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
from messaging.bulk_worker import FORBIDDEN
from messaging.bus import MessageBus
from messaging.commands import StopBulkJob
from messaging.handlers import JobIsOver
from messaging.models import BulkJob, OutboxEvent, ParkedMessage
from messaging.tasks import JOBS_KEPT, drain_jobs, housekeeping
from tests.back_office import at, said, send
from tests.bulk import discard_all, job_on, park
from tests.customers import register

pytestmark = pytest.mark.django_db(transaction=True)
State = BulkJob.State


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("boss"))
    return client


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
    register(bus)
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    for n in range(5):
        order(bus, n)
    asked = cancel_all(boss)
    assert asked.content.decode().count('name="_selected_action"') == 2
    assert "and 3 more" in asked.content.decode()

    order(bus, 5)  # nobody has seen it on the list
    asked = cancel_all(boss, agreed=asked)
    assert "Meanwhile the list changed" in asked.content.decode()
    assert not BulkJob.objects.exists()
    cancel_all(boss, agreed=asked)
    assert BulkJob.objects.get().done == 6
    assert not Order.objects.filter(cancelled=False).exists()


def order(bus: MessageBus, n: int) -> None:
    bus.handle(commands.PlaceOrder("anna-films", f"o{n}", {"TABLE": 1}, allow_partial=True))


def cancel_all(client: Client, *, agreed: Any = None) -> Any:
    sent = {"action": "cancel", "_selected_action": ["x"], "select_across": "1", "index": "0"}
    if agreed is not None:
        sent["_confirmed"] = agreed.context["chosen"]
    return client.post(at("changelist", Order), sent)


def test_jobs_are_forgotten_after_a_month(client_of_ann: Client):
    job_on(client_of_ann, 110)
    housekeeping()
    assert BulkJob.objects.exists()
    BulkJob.objects.update(finished_at=timezone.now() - JOBS_KEPT)
    housekeeping()
    assert not BulkJob.objects.exists()
