"""The record of a supplier: what was promised, and when it came."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.test import Client

from domain.allocation.commands import ChangeBatchEta, CreateBatch, ReceiveBatch
from domain.allocation.events import DeliveryCame, DeliveryPromised
from domain.scents.commands import RegisterSupplier
from domain.scents.supply.offer import Grade
from messaging.bus import MessageBus
from scents import queries
from scents.models import Delivery, Supplier
from tests.back_office import at
from tests.doors import person

DUE, LATER = date(2999, 1, 10), date(2999, 1, 20)
TODAY = datetime.now(UTC).date()


def told(batch: str = "b1") -> tuple[object, ...]:
    row = Delivery.objects.get(pk=batch)
    return row.supplier, row.sku, row.units, row.due_on, row.came_on


def test_a_delivery_is_noted_with_what_was_promised_first(bus: MessageBus) -> None:
    bus.handle(CreateBatch("b1", "SEA", 10, DUE, supplier="CHEAP"))
    bus.handle(ChangeBatchEta("b1", LATER))
    assert told() == ("CHEAP", "SEA", 10, DUE, None)
    bus.handle(ReceiveBatch("b1", 8))
    assert told() == ("CHEAP", "SEA", 8, DUE, TODAY)


def test_what_stands_in_the_warehouse_already_was_not_promised(bus: MessageBus) -> None:
    bus.handle(CreateBatch("b1", "SEA", 10, supplier="CHEAP"))
    bus.handle(CreateBatch("b2", "SEA", 10, DUE))
    assert not Delivery.objects.exists()


def test_news_may_come_in_any_order_and_twice(bus: MessageBus) -> None:
    came = DeliveryCame("b1", "SEA", "CHEAP", 8, DUE)
    promised = DeliveryPromised("b1", "SEA", "CHEAP", 10, LATER)
    for _ in range(2):
        bus.deliver("note_delivery_came", came)
        bus.deliver("note_delivery_promised", promised)
    assert told() == ("CHEAP", "SEA", 8, LATER, DUE)


def test_the_page_of_a_supplier_tells_how_punctual_it_is(bus: MessageBus, client: Client) -> None:
    bus.handle(RegisterSupplier("CHEAP", "Lower Grade Oils", Grade.STANDARD))
    for batch, due, came in [("b1", 10, 10), ("b2", 10, 14), ("b3", 1, None), ("b4", 28, None)]:
        day = date(2026, 11, due)
        told = {"sku": "SEA", "supplier": "CHEAP", "units": 10, "promised_on": date(2026, 10, 1)}
        came_on = came and date(2026, 11, came)
        Delivery.objects.create(batch=batch, due_on=day, came_on=came_on, **told)
    assert queries.punctuality("CHEAP", date(2026, 11, 20)) == (1, 1, 1, 4.0)
    client.force_login(person("dora", "purchasing"))
    page = client.get(at("change", Supplier, "CHEAP")).content.decode()
    assert "in time, late ones 4.0 days on average" in page
    assert "4 days late" in page
