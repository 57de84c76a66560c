"""Commands that meet on the same stock, on real PostgreSQL: each race is run 100 times."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from allocation import queries
from allocation.models import AllocationView, Batch, OrderLine, StockMovement
from domain.allocation import commands
from domain.allocation.demand import LineConflict
from domain.allocation.plan import PlanChanged
from domain.allocation.product import BatchConflict
from domain.kernel import Command, DomainError
from messaging.bus import MessageBus
from messaging.models import OutboxEvent

ROUNDS = 100
pytestmark = pytest.mark.django_db(transaction=True)

Together = Callable[..., list[Any]]


@pytest.fixture
def together(bus: MessageBus) -> Iterator[Together]:
    """Carries out commands at the same moment, each in a thread of its own; their answers."""
    pool = ThreadPoolExecutor(16)

    def run(*orders: Command) -> list[Any]:
        start = threading.Barrier(len(orders))

        def one(command: Command) -> Any:
            start.wait(timeout=10)
            try:
                return bus.handle(command)
            except DomainError as refusal:
                return type(refusal)

        return list(pool.map(one, orders))

    yield run
    closed = threading.Barrier(16)
    list(pool.map(lambda _: (connection.close(), closed.wait(timeout=10)), range(16)))
    pool.shutdown()


def assert_the_books_agree() -> None:
    assert queries.counter_differences() == []
    assert queries.misplaced_lines() == []


def test_allocate_against_allocate(bus: MessageBus, together: Together):
    """Five units, eight buyers of one: five get them, three wait, nobody hears of a conflict."""
    for n in range(ROUNDS):
        sku = f"sku{n}"
        bus.handle(commands.CreateBatch(f"b{n}", sku, 5, None))
        answers = together(*[commands.Allocate(f"o{i}", sku, 1) for i in range(8)])
        assert sorted(answers, key=str) == [None] * 3 + [f"b{n}"] * 5
    assert_the_books_agree()


def test_a_plan_is_carried_out_once_and_only_as_it_was_shown(bus: MessageBus, together: Together):
    for n in range(ROUNDS // 4):
        ref, sku = f"b{n}", f"sku{n}"
        bus.handle(commands.CreateBatch(ref, sku, 10, None))
        bus.handle(commands.Allocate("first", sku, 6))
        shrink = commands.ChangeBatchQuantity(ref, 5)
        agreed = commands.CarryOut(shrink, bus.handle(commands.Simulate(shrink)).fingerprint)
        answers = together(agreed, agreed, commands.Allocate("o1", sku, 3))[:2]

        assert sorted(answers, key=str) in ([PlanChanged, None], [PlanChanged, PlanChanged])
        assert Batch.objects.get(pk=ref).purchased_quantity == (5 if None in answers else 10)
    assert_the_books_agree()


def test_allocate_against_shrink(bus: MessageBus, together: Together):
    for n in range(ROUNDS):
        sku = f"sku{n}"
        bus.handle(commands.CreateBatch(f"b{n}", sku, 10, None))
        bus.handle(commands.Allocate("first", sku, 4))
        together(
            commands.Allocate("o1", sku, 3),
            commands.ChangeBatchQuantity(f"b{n}", 5),
            commands.Allocate("o2", sku, 3),
        )
        batch = Batch.objects.get(pk=f"b{n}")
        assert batch.allocated_quantity <= batch.purchased_quantity == 5
        waiting = OrderLine.objects.filter(sku=sku, waiting=True)
        free = batch.purchased_quantity - batch.allocated_quantity
        assert all(line.waiting_quantity > free for line in waiting), (
            "a line waits beside stock that fits"
        )
    assert_the_books_agree()


def test_the_same_line_from_16_threads(bus: MessageBus, together: Together):
    for n in range(ROUNDS):
        sku = f"sku{n}"
        bus.handle(commands.CreateBatch(f"a{n}", sku, 3, None))
        bus.handle(commands.CreateBatch(f"b{n}", sku, 3, None))
        answers = together(*[commands.Allocate("o1", sku, 3)] * 16)
        assert answers == [f"a{n}"] * 16
    assert AllocationView.objects.count() == ROUNDS
    assert OutboxEvent.objects.filter(type="Allocated").count() == ROUNDS
    assert_the_books_agree()


def test_the_same_line_that_must_wait_from_16_threads(bus: MessageBus, together: Together):
    for n in range(ROUNDS):
        bus.handle(commands.CreateBatch(f"b{n}", f"sku{n}", 3, None))
        assert together(*[commands.Allocate("o1", f"sku{n}", 4)] * 16) == [None] * 16
    assert OutboxEvent.objects.filter(type="OutOfStock").count() == ROUNDS
    assert_the_books_agree()


def test_the_same_order_with_two_quantities(bus: MessageBus, together: Together):
    for n in range(ROUNDS):
        sku = f"sku{n}"
        bus.handle(commands.CreateBatch(f"b{n}", sku, 10, None))
        answers = together(*[commands.Allocate("o1", sku, 1 + i % 2) for i in range(4)])
        assert answers.count(LineConflict) == 2
        assert answers.count(f"b{n}") == 2
    assert_the_books_agree()


def test_the_same_batch_twice(bus: MessageBus, together: Together):
    for n in range(ROUNDS):
        batch = commands.CreateBatch(f"b{n}", f"sku{n}", 10, None)
        other = commands.CreateBatch(f"b{n}", f"other{n}", 10, None)
        answers = together(batch, batch, batch, other)
        assert answers in ([None, None, None, BatchConflict], [BatchConflict] * 3 + [None])
    assert Batch.objects.count() == ROUNDS
    assert StockMovement.objects.filter(kind="receive").count() == ROUNDS


def test_allocate_against_the_arrival_of_stock(bus: MessageBus, together: Together):
    """Whichever comes first, the line is served in the end: by the order, or by the arrival."""
    for n in range(ROUNDS):
        sku = f"sku{n}"
        bus.handle(commands.CreateBatch(f"a{n}", sku, 1, None))
        together(
            commands.Allocate("o1", sku, 5),
            commands.CreateBatch(f"b{n}", sku, 10, None),
            commands.Allocate("o2", sku, 5),
        )
    assert not OrderLine.objects.filter(waiting=True).exists()
    assert_the_books_agree()


def test_shrink_against_shrink(bus: MessageBus, together: Together):
    for n in range(ROUNDS):
        sku = f"sku{n}"
        bus.handle(commands.CreateBatch(f"a{n}", sku, 6, None))
        bus.handle(commands.CreateBatch(f"b{n}", sku, 6, None))
        for i in range(4):
            bus.handle(commands.Allocate(f"o{i}", sku, 3))
        together(
            commands.ChangeBatchQuantity(f"a{n}", 3),
            commands.ChangeBatchQuantity(f"b{n}", 3),
            commands.ChangeBatchQuantity(f"a{n}", 6),
        )
    assert_the_books_agree()
