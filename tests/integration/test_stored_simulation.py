"""A simulation on the real tables."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from allocation import queries
from domain.allocation import commands
from domain.allocation.plan import Plan, PlanChanged
from messaging.bus import MessageBus
from tests.back_office import servers_of
from tests.customers import register

pytestmark = pytest.mark.django_db(transaction=True)

CHANGE = commands.ChangeBatchQuantity("here", 8, "counted", "count 7")


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            rows[table] = cursor.fetchall()
        return rows


@pytest.fixture
def stock(bus: MessageBus) -> None:
    register(bus, "studio")
    bus.handle(commands.CreateBatch("here", "FOREST", 20))
    bus.handle(commands.CreateBatch("way", "FOREST", 8, date(2030, 1, 1)))
    for n, qty in enumerate((8, 7, 5)):
        bus.handle(commands.PlaceOrder("studio", f"o{n}", {"FOREST": qty}))


def test_a_simulation_leaves_every_table_as_it_was(bus: MessageBus, stock: None):
    before = everything()
    plan: Plan = bus.handle(commands.Simulate(CHANGE))

    assert (plan.moved, plan.waiting) == (1, 1)
    assert everything() == before


def test_what_was_simulated_is_what_happens(bus: MessageBus, stock: None):
    plan: Plan = bus.handle(commands.Simulate(CHANGE))
    bus.handle(commands.CarryOut(CHANGE, plan.fingerprint), actor="ann")

    assert {move.orderid: servers_of(move.orderid, "FOREST") for move in plan.moves} == {
        "studio/o1": [("way", 7)],
        "studio/o2": [],
    }
    assert {move.orderid: [*move.reached] for move in plan.moves} == {
        "studio/o1": [("way", 7)],
        "studio/o2": [],
    }
    shrink = queries.movements_of("here", 1)[0]
    assert (shrink.kind, shrink.purchased, shrink.document) == ("shrink", -12, "count 7")
    assert not queries.counter_differences()
    assert not queries.misplaced_lines()


def test_an_overtaken_plan_leaves_every_table_as_it_was(bus: MessageBus, stock: None):
    plan: Plan = bus.handle(commands.Simulate(CHANGE))
    bus.handle(commands.CancelOrder("studio/o2"))
    before = everything()

    with pytest.raises(PlanChanged):
        bus.handle(commands.CarryOut(CHANGE, plan.fingerprint))
    assert everything() == before
