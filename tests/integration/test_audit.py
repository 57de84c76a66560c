"""The books of the stock: compared in one moment, told, repaired, and equal again."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from allocation import queries, tasks
from allocation.models import Allocation, AllocationView, Batch, OrderLine, StockMovement
from allocation.models import StockAudit as Audit
from allocation.repository import AuditRepository
from domain.allocation import commands
from domain.allocation.books import repairs_for
from domain.allocation.stock_audit import UnknownAudit
from messaging.bus import MessageBus
from messaging.models import JobPeriod, OutboxEvent
from tests.back_office import at, said, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stock(bus: MessageBus) -> None:
    """Two SKUs with lines that are held, waiting, shipped and cancelled."""
    for sku in ("SEA", "FOREST"):
        bus.handle(commands.CreateBatch(f"{sku}-1", sku, 20))
        bus.handle(commands.CreateBatch(f"{sku}-2", sku, 10))
        bus.handle(commands.Allocate(f"plain-{sku}", sku, 4))
    wanted = {"SEA": 12, "FOREST": 12}
    for n in range(3):
        bus.handle(commands.PlaceOrder("studio", f"o{n}", wanted, allow_partial=True))
    bus.handle(commands.ShipOrder("S1", "studio/o0", {"SEA": 5}))
    bus.handle(commands.CancelOrder("studio/o1"))
    for sku in ("SEA", "FOREST"):
        bus.handle(commands.Allocate(f"big-{sku}", sku, 50))
    bus.handle(commands.CreateBatch("held", "SEA", 5, released=False))
    assert queries.book_differences() == []


def sql(statement: str) -> None:
    """Behind the rules' back."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def repair(bus: MessageBus) -> None:
    for command in repairs_for(queries.book_differences(), "tonight"):
        bus.handle(command, actor="ann")


CORRUPTIONS = {
    "counter of allocated units": """UPDATE allocation_batch SET allocated_quantity =
        allocated_quantity - 1 WHERE reference = 'SEA-1'""",
    "counter of purchased units": """UPDATE allocation_batch SET purchased_quantity =
        purchased_quantity + 7 WHERE reference = 'SEA-1'""",
    "counter of shipped units": """UPDATE allocation_batch SET shipped_quantity = 0
        WHERE reference = 'SEA-1'""",
    "all counters": """UPDATE allocation_batch SET purchased_quantity = 0, allocated_quantity = 0,
        shipped_quantity = 0""",
    "ledger row gone": "DELETE FROM allocation_stockmovement WHERE kind = 'allocate'",
    "shipment gone from the ledger": "DELETE FROM allocation_stockmovement WHERE kind = 'ship'",
    "beginning of the ledger gone": "DELETE FROM allocation_stockmovement WHERE kind = 'receive'",
    "all of the ledger gone": "DELETE FROM allocation_stockmovement",
    "ledger row twice": """INSERT INTO allocation_stockmovement (batchref, sku, kind, purchased,
        allocated, shipped, orderid, reason, document, actor, recorded_at)
        SELECT batchref, sku, kind, purchased, allocated, shipped, orderid, reason, document, actor,
        recorded_at FROM allocation_stockmovement""",
    "ledger below nothing": """UPDATE allocation_stockmovement SET purchased = -99, shipped = -99,
        allocated = -99""",
    "ledger beyond all": "UPDATE allocation_stockmovement SET purchased = 999, shipped = 999",
    "ledger of a batch that never was": """INSERT INTO allocation_stockmovement (batchref, sku,
        kind, purchased, allocated, shipped, orderid, reason, document, actor, recorded_at)
        VALUES ('ghost', 'NOWHERE', 'receive', 5, 0, 0, '', '', '', '', now())""",
    "batch gone": "DELETE FROM allocation_batch WHERE reference = 'held'",
    "allocation gone": "DELETE FROM allocation_allocation WHERE orderid = 'studio/o0'",
    "allocation larger": "UPDATE allocation_allocation SET qty = qty + 3",
    "allocation below nothing": "UPDATE allocation_allocation SET qty = -2 WHERE sku = 'SEA'",
    "allocation of a batch that is not for sale": """INSERT INTO allocation_allocation (orderid,
        sku, batchref, qty, reason) VALUES ('plain-SEA', 'SEA', 'held', 3, '')""",
    "allocation of another sku": """INSERT INTO allocation_allocation (orderid, sku, batchref, qty,
        reason) VALUES ('plain-SEA', 'SEA', 'FOREST-2', 3, '')""",
    "allocation without a line": """INSERT INTO allocation_allocation (orderid, sku, batchref, qty,
        reason) VALUES ('nobody', 'SEA', 'SEA-2', 2, '')""",
    "line gone": "DELETE FROM allocation_orderline WHERE orderid IN ('studio/o0', 'plain-SEA')",
    "line larger": "UPDATE allocation_orderline SET qty = qty + 1",
    "line smaller": """UPDATE allocation_orderline SET qty = greatest(waiting_quantity +
        shipped_quantity + cancelled_quantity, 1)""",
    "waiting forgotten": "UPDATE allocation_orderline SET waiting_quantity = 0",
    "shipped forgotten": "UPDATE allocation_orderline SET shipped_quantity = 0",
    "cancelled forgotten": "UPDATE allocation_orderline SET cancelled_quantity = 0",
    "all is cancelled": """UPDATE allocation_orderline SET cancelled_quantity = qty,
        waiting_quantity = 0, shipped_quantity = 0""",
    "read model empty": "DELETE FROM allocations_view",
    "read model larger": "UPDATE allocations_view SET qty = qty + 1",
    "read model elsewhere": "UPDATE allocations_view SET batchref = 'x' || batchref",
    "read model of nobody": """INSERT INTO allocations_view (orderid, sku, batchref, qty)
        VALUES ('nobody', 'SEA', 'SEA-1', 2)""",
}


@pytest.mark.parametrize("corruption", CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_whatever_was_corrupted_is_found_and_repaired(
    bus: MessageBus, stock: None, corruption: str
):
    wanted = dict(OrderLine.objects.values_list("pk", "qty"))
    sql(corruption)
    assert queries.book_differences()

    repair(bus)
    assert queries.book_differences() == []
    for pk, qty in OrderLine.objects.filter(pk__in=wanted).values_list("pk", "qty"):
        assert qty == wanted[pk] or "SET qty" in corruption
    repaired = OutboxEvent.objects.filter(type__in=["CountersRepaired", "LineRepaired"])
    assert set(repaired.values_list("actor", flat=True)) == {"ann"}
    assert set(StockMovement.objects.filter(kind="correct").values_list("actor")) <= {("ann",)}


def test_any_mixture_of_corruptions_is_repaired(bus: MessageBus, stock: None):
    dice = random.Random(7)
    for _ in range(25):
        for statement in dice.sample(list(CORRUPTIONS.values()), 4):
            try:
                with transaction.atomic():
                    sql(statement)
            except IntegrityError:
                pass  # a check forbids it in this state
        repair(bus)
        assert queries.book_differences() == []


def test_what_was_promised_stays(bus: MessageBus, stock: None):
    before = set(Allocation.objects.values_list("orderid", "sku", "batch_id", "qty"))
    sql(CORRUPTIONS["all counters"])
    sql(CORRUPTIONS["all of the ledger gone"])
    repair(bus)
    assert before <= set(Allocation.objects.values_list("orderid", "sku", "batch_id", "qty"))


def test_a_repair_that_finds_nothing_writes_nothing(bus: MessageBus, stock: None):
    facts = OutboxEvent.objects.count()
    bus.handle(commands.RepairCounters("SEA", ("SEA-1",), ("studio/o0",)))
    assert OutboxEvent.objects.count() == facts


def test_a_correction_stands_in_the_ledger_with_its_reason(bus: MessageBus, stock: None):
    sql(CORRUPTIONS["shipment gone from the ledger"])
    repair(bus)
    [row] = StockMovement.objects.filter(kind="correct")
    assert (row.batchref, row.document, row.actor) == ("SEA-1", "tonight", "ann")
    assert "books repaired: counters said" in row.reason


def test_what_a_repair_frees_goes_to_those_who_wait(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "SEA", 10))
    bus.handle(commands.Allocate("o1", "SEA", 8))
    bus.handle(commands.Allocate("o2", "SEA", 8))
    sql("DELETE FROM allocation_allocation WHERE orderid = 'o1'")
    sql("DELETE FROM allocation_orderline WHERE orderid = 'o1'")
    repair(bus)
    assert AllocationView.objects.get().orderid == "o2"
    assert queries.book_differences() == []


def test_the_night_stores_its_report_and_mails_what_differs(bus: MessageBus, stock: None):
    sql(CORRUPTIONS["counter of purchased units"])
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
            sql(CORRUPTIONS["waiting forgotten"])
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
        queries.books, "misplaced_lines", lambda: sql("DELETE FROM allocations_view")
    )
    with pytest.raises(Exception, match="read-only transaction"):
        queries.book_differences()


def test_by_hand_it_names_each_difference(bus: MessageBus, stock: None):
    call_command("audit_stock", stdout=(told := StringIO()))
    assert "the books agree: 5 batches, 10 lines" in told.getvalue()

    sql(CORRUPTIONS["counter of purchased units"])
    with pytest.raises(CommandError, match="differ in 1 places") as error:
        call_command("audit_stock", stdout=(told := StringIO()))
    assert error.value.returncode == 1
    assert told.getvalue().startswith("batch batchref SEA-1")


def test_staff_repair_what_an_audit_found(client: Client, bus: MessageBus, stock: None):
    client.force_login(User.objects.create_superuser("ann"))
    sql(CORRUPTIONS["counter of purchased units"])
    sql(CORRUPTIONS["waiting forgotten"])
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
    sql(CORRUPTIONS["counter of purchased units"])
    tasks.audit_stock()
    audit = Audit.objects.get()

    assert "purchased 27" in client.get(at("change", Audit, audit.pk)).content.decode()
    sent = {"action": "repair", "_selected_action": audit.pk, "index": "0", "_confirmed": "1"}
    client.post(at("changelist", Audit), sent, follow=True)
    assert queries.book_differences()


def test_an_audit_that_nobody_knows_cannot_be_settled(bus: MessageBus):
    with pytest.raises(UnknownAudit):
        bus.handle(commands.SettleAudit("never"))


def test_repairs_and_orders_at_one_moment_leave_the_books_equal(bus: MessageBus):
    def run(command: object) -> None:
        try:
            bus.handle(command)  # type: ignore[arg-type]
        finally:
            connection.close()

    for n in range(20):
        sku, ref = f"sku{n}", f"b{n}"
        bus.handle(commands.CreateBatch(ref, sku, 10))
        bus.handle(commands.Allocate("first", sku, 3))
        Batch.objects.filter(pk=ref).update(allocated_quantity=1, purchased_quantity=12)
        with ThreadPoolExecutor(4) as pool:
            orders = [commands.Allocate(f"o{i}", sku, 3) for i in range(3)]
            list(pool.map(run, [*orders, commands.RepairCounters(sku, (ref,))]))
    assert queries.book_differences() == []
