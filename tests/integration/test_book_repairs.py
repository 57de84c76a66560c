"""Books that differ, repaired: equal again, and nobody loses what was promised."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from allocation import queries
from allocation.models import Allocation, AllocationView, Batch, OrderLine, StockMovement
from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from tests.books import CORRUPTIONS, falsify, repair, trade

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stock(bus: MessageBus) -> None:
    trade(bus)


@pytest.mark.parametrize("corruption", CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_whatever_was_corrupted_is_found_and_repaired(
    bus: MessageBus, stock: None, corruption: str
):
    wanted = dict(OrderLine.objects.values_list("pk", "qty"))
    falsify(corruption)
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
                    falsify(statement)
            except IntegrityError:
                pass  # a check forbids it in this state
        repair(bus)
        assert queries.book_differences() == []


def test_what_was_promised_stays(bus: MessageBus, stock: None):
    before = set(Allocation.objects.values_list("orderid", "sku", "batch_id", "qty"))
    falsify(CORRUPTIONS["all counters"])
    falsify(CORRUPTIONS["all of the ledger gone"])
    repair(bus)
    assert before <= set(Allocation.objects.values_list("orderid", "sku", "batch_id", "qty"))


def test_a_repair_that_finds_nothing_writes_nothing(bus: MessageBus, stock: None):
    facts = OutboxEvent.objects.count()
    bus.handle(commands.RepairCounters("SEA", ("SEA-1",), ("studio/o0",)))
    assert OutboxEvent.objects.count() == facts


def test_a_correction_stands_in_the_ledger_with_its_reason(bus: MessageBus, stock: None):
    falsify(CORRUPTIONS["shipment gone from the ledger"])
    repair(bus)
    [row] = StockMovement.objects.filter(kind="correct")
    assert (row.batchref, row.document, row.actor) == ("SEA-1", "tonight", "ann")
    assert "books repaired: counters said" in row.reason


def test_what_a_repair_frees_goes_to_those_who_wait(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "SEA", 10))
    bus.handle(commands.Allocate("o1", "SEA", 8))
    bus.handle(commands.Allocate("o2", "SEA", 8))
    falsify("DELETE FROM allocation_allocation WHERE orderid = 'o1'")
    falsify("DELETE FROM allocation_orderline WHERE orderid = 'o1'")
    repair(bus)
    assert AllocationView.objects.get().orderid == "o2"
    assert queries.book_differences() == []


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
