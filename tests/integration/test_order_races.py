"""Every pair of the commands of an order's life, at the same moment, on real PostgreSQL.

200 rounds for each pair with --full; 10 for every change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import combinations_with_replacement
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from allocation import queries
from allocation.models import Batch, Order, OrderLine, Shipment
from domain.allocation import commands
from domain.kernel import Command, DomainError, Request
from messaging.bus import MessageBus
from messaging.errors import KeyInUse

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.now().date()
LATER, LATEST = TODAY + timedelta(days=9), TODAY + timedelta(days=19)
BUYERS = 16

Together = Callable[..., list[Any]]
Life = Callable[[str], Command]

COMMANDS: dict[str, Life] = {
    "place": lambda s: commands.PlaceOrder("studio", f"{s}-new", {s: 4}, allow_partial=True),
    "allocate": lambda s: commands.Allocate(f"{s}-line", s, 3),
    "grow": lambda s: commands.AmendOrder(f"studio/{s}-parts", {s: 12}),
    "lessen": lambda s: commands.AmendOrder(f"studio/{s}-whole", {s: 2}),
    "cancel": lambda s: commands.CancelOrder(f"studio/{s}-parts"),
    "ship": lambda s: commands.ShipOrder(f"{s}-parcel", f"studio/{s}-parts", {s: 3}),
    "receive": lambda s: commands.ReceiveBatch(f"{s}-ship", 6, LATEST),
    "shrink": lambda s: commands.ChangeBatchQuantity(f"{s}-here", 5),
    "block": lambda s: commands.BlockBatch(f"{s}-here", "a doubt"),
    "expire": lambda s: commands.ExpireBatch(f"{s}-old"),
    "delay": lambda s: commands.ChangeBatchEta(f"{s}-ship", LATEST),
    "announce": lambda s: commands.CreateBatch(f"{s}-more", s, 8, LATER),
}


@pytest.fixture
def together(bus: MessageBus) -> Iterator[Together]:
    """Carries out commands at the same moment, each in a thread of its own; their answers."""
    pool = ThreadPoolExecutor(BUYERS)

    def run(*orders: Command) -> list[Any]:
        start = threading.Barrier(len(orders))

        def one(command: Command) -> Any:
            start.wait(timeout=10)
            try:
                return bus.handle(command)
            except (DomainError, KeyInUse) as refusal:
                return refusal

        return list(pool.map(one, orders))

    yield run
    closed = threading.Barrier(BUYERS)
    list(pool.map(lambda _: (connection.close(), closed.wait(timeout=10)), range(BUYERS)))
    pool.shutdown()


def set_up(bus: MessageBus, sku: str) -> None:
    """A batch here, one that has expired, one on its way; orders in parts, whole, and waiting."""
    bus.handle(commands.CreateBatch(f"{sku}-here", sku, 10, None))
    bus.handle(commands.CreateBatch(f"{sku}-old", sku, 4, None, expiry=LATER))
    bus.handle(commands.CreateBatch(f"{sku}-ship", sku, 10, LATER))
    parts = commands.PlaceOrder("studio", f"{sku}-parts", {sku: 9}, allow_partial=True)
    for order in (
        parts,
        commands.PlaceOrder("studio", f"{sku}-whole", {sku: 4}),
        commands.PlaceOrder("studio", f"{sku}-queue", {sku: 11}),
    ):
        bus.handle(order)
    Batch.objects.filter(pk=f"{sku}-old").update(expiry=TODAY)


def assert_nothing_is_lost() -> None:
    assert queries.counter_differences() == []
    assert queries.misplaced_lines() == []
    for line in OrderLine.objects.filter(waiting=True):
        rows = Batch.objects.filter(sku=line.sku_id, released=True, has_room=True)
        fit = [b for b in rows if b.expiry is None or b.expiry > TODAY]
        free = [b.purchased_quantity - b.allocated_quantity - b.shipped_quantity for b in fit]
        wanted = 1 if line.splittable else line.waiting_quantity
        assert max(free, default=0) < wanted, f"{line} waits beside stock that fits"


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(COMMANDS, 2)))
def test_two_commands_at_once(
    bus: MessageBus, together: Together, full: bool, one: str, other: str
):
    for n in range(200 if full else 10):
        sku = f"sku{n}"
        set_up(bus, sku)
        together(COMMANDS[one](sku), COMMANDS[other](sku))
    assert_nothing_is_lost()
    shipped = sum(line.shipped_quantity for line in OrderLine.objects.all())
    assert shipped == sum(units for s in Shipment.objects.all() for _, units in s.lines)


def test_orders_of_many_lines_in_opposite_orders_do_not_lock_each_other_out(
    bus: MessageBus, together: Together, full: bool
):
    skus = [f"sku{n:02}" for n in range(20)]
    for sku in skus:
        bus.handle(commands.CreateBatch(f"b-{sku}", sku, 1_000, None))
    for n in range(50 if full else 5):
        answers = together(
            *[
                commands.PlaceOrder(
                    "studio", f"o{n}-{i}", dict.fromkeys(skus if i % 2 else reversed(skus), 1)
                )
                for i in range(BUYERS)
            ]
        )
        assert {answer["order"]["status"] for answer in answers} <= {"allocated", "backordered"}
    assert_nothing_is_lost()


def test_the_same_order_from_16_threads_is_one_order(bus: MessageBus, together: Together):
    bus.handle(commands.CreateBatch("b1", "FOREST", 1_000, None))
    for n in range(20):
        order = commands.PlaceOrder("studio", f"o{n}", {"FOREST": 3})
        answers = together(*[order] * BUYERS)
        assert [a["order"]["lines"][0]["qty"] for a in answers] == [3] * BUYERS
        assert sum(answer["new"] for answer in answers) == 1
    assert Batch.objects.get().allocated_quantity == 60
    assert Order.objects.count() == 20


def test_one_key_from_16_threads_has_one_effect(bus: MessageBus, together: Together):
    bus.handle(commands.CreateBatch("b1", "FOREST", 1_000, None))
    for n in range(20):
        request = Request("studio", f"key{n}", "the same")
        order = commands.PlaceOrder("studio", f"o{n}", {"FOREST": 3}, request=request)
        answers = [a for a in together(*[order] * BUYERS) if not isinstance(a, KeyInUse)]
        assert answers
        assert all(answer == answers[0] for answer in answers)
        assert answers[0]["new"]
    assert Batch.objects.get().allocated_quantity == 60
