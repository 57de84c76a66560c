"""The books of the stock: compared in one moment, once a night, and told."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from allocation import queries, tasks
from allocation.models import StockAudit as Audit
from allocation.models import StockMovement
from allocation.repository import AuditRepository
from domain.allocation import commands
from domain.allocation.stock_audit import UnknownAudit
from messaging.bus import MessageBus
from messaging.models import JobPeriod, OutboxEvent
from tests.back_office import at, said, send
from tests.books import CORRUPTIONS, falsify, trade

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stock(bus: MessageBus) -> None:
    trade(bus)


def test_the_night_stores_its_report_and_mails_what_differs(bus: MessageBus, stock: None):
    falsify(CORRUPTIONS["counter of purchased units"])
    mail.outbox.clear()
    tasks.audit_stock()

    audit = Audit.objects.get()
    assert audit.state == "differs"
    [difference] = audit.differences
    assert (difference["what"], difference["batchref"]) == ("batch", "SEA-1")
    [letter] = mail.outbox
    assert letter.to == ["stock@made.com"]
    assert "differ in 1 places" in letter.body
    assert "batchref SEA-1" in letter.body


def test_a_night_without_differences_is_stored_and_not_mailed(bus: MessageBus, stock: None):
    mail.outbox.clear()
    tasks.audit_stock()
    assert Audit.objects.get().state == "equal"
    assert mail.outbox == []


def test_two_clocks_make_one_audit_a_night(bus: MessageBus, stock: None):
    def tick(_: int) -> None:
        try:
            tasks.audit_stock()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tick, range(8)))
    tasks.audit_stock()
    assert Audit.objects.count() == JobPeriod.objects.count() == 1
    assert OutboxEvent.objects.filter(type="StockAudited").count() == 1


def test_an_audit_that_fails_gives_its_turn_back(bus: MessageBus, stock: None, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(AuditRepository, "store", fail)
        with pytest.raises(OSError, match="disk"):
            tasks.audit_stock()
    assert not JobPeriod.objects.exists()
    tasks.audit_stock()
    assert Audit.objects.get().state == "equal"


def test_orders_that_go_on_meanwhile_are_no_differences(bus: MessageBus):
    """The audit's queries see one moment; each of them alone would be a moment of its own."""
    for n in range(3):
        bus.handle(commands.CreateBatch(f"b{n}", f"sku{n}", 500))
    done = threading.Event()

    placed: list[str] = []

    def order(worker: int) -> None:
        count = 0
        try:
            while not done.is_set():
                wanted = {f"sku{n}": 2 for n in range(3)}
                order = f"{worker}-{count}"
                bus.handle(commands.PlaceOrder("studio", order, wanted, allow_partial=True))
                if count % 3 == 0:
                    bus.handle(commands.CancelOrder(f"studio/{order}"))
                elif count % 3 == 1:
                    bus.handle(commands.ShipOrder(f"S-{order}", f"studio/{order}"))
                placed.append(order)
                count += 1
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(order, worker) for worker in range(3)]
        try:
            while len(placed) < 60 and not any(worker.done() for worker in workers):
                assert queries.book_differences() == []
        finally:
            done.set()
        for worker in workers:
            worker.result()


def test_both_queries_of_the_audit_see_one_moment(bus: MessageBus, stock: None, monkeypatch):
    """A corruption between the two queries is not seen by the second one."""
    compare = queries.books.counter_differences

    def meanwhile() -> None:
        try:
            falsify(CORRUPTIONS["waiting forgotten"])
        finally:
            connection.close()

    def first_query() -> list[dict[str, object]]:
        found = compare()
        thread = threading.Thread(target=meanwhile)
        thread.start()
        thread.join()
        return found

    monkeypatch.setattr(queries.books, "counter_differences", first_query)
    assert queries.book_differences() == []
    assert queries.misplaced_lines() != []


def test_the_audit_cannot_write(bus: MessageBus, stock: None, monkeypatch):
    monkeypatch.setattr(
        queries.books, "misplaced_lines", lambda: falsify("DELETE FROM allocations_view")
    )
    with pytest.raises(Exception, match="read-only transaction"):
        queries.book_differences()


def test_by_hand_it_names_each_difference(bus: MessageBus, stock: None):
    call_command("audit_stock", stdout=(told := StringIO()))
    assert "the books agree: 5 batches, 10 lines" in told.getvalue()

    falsify(CORRUPTIONS["counter of purchased units"])
    with pytest.raises(CommandError, match="differ in 1 places") as error:
        call_command("audit_stock", stdout=(told := StringIO()))
    assert error.value.returncode == 1
    assert told.getvalue().startswith("batch batchref SEA-1")


def test_staff_repair_what_an_audit_found(client: Client, bus: MessageBus, stock: None):
    client.force_login(User.objects.create_superuser("ann"))
    falsify(CORRUPTIONS["counter of purchased units"])
    falsify(CORRUPTIONS["waiting forgotten"])
    tasks.audit_stock()
    audit = Audit.objects.get()
    page = client.get(at("change", Audit, audit.pk)).content.decode()
    assert "purchased 27" in page
    assert "big-SEA" in page

    question = send(client, Audit, "repair", audit.pk)
    assert b"Repair the books?" in question.content
    assert queries.book_differences()

    sent = {"action": "repair", "_selected_action": audit.pk, "index": "0", "_confirmed": "1"}
    answer = client.post(at("changelist", Audit), sent, follow=True)
    assert any("SKUs repaired" in text for text in said(answer))
    assert queries.book_differences() == []
    audit.refresh_from_db()
    assert audit.state == "repaired"
    assert {m.actor for m in StockMovement.objects.filter(kind="correct")} == {"admin:ann"}


def test_who_may_only_look_sees_the_audit_and_cannot_repair(
    client: Client, bus: MessageBus, stock: None
):
    eve = User.objects.create_user("eve", is_staff=True)
    eve.user_permissions.set(Permission.objects.filter(codename="view_stockaudit"))
    client.force_login(eve)
    falsify(CORRUPTIONS["counter of purchased units"])
    tasks.audit_stock()
    audit = Audit.objects.get()

    assert "purchased 27" in client.get(at("change", Audit, audit.pk)).content.decode()
    sent = {"action": "repair", "_selected_action": audit.pk, "index": "0", "_confirmed": "1"}
    client.post(at("changelist", Audit), sent, follow=True)
    assert queries.book_differences()


def test_an_audit_that_nobody_knows_cannot_be_settled(bus: MessageBus):
    with pytest.raises(UnknownAudit):
        bus.handle(commands.SettleAudit("never"))
