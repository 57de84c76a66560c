"""What the forms and buttons of the back office do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from allocation import queries
from allocation.models import Batch, OrderLine, StockMovement
from domain.allocation import commands
from messaging import redis_client
from messaging.bus import MessageBus
from messaging.errors import Busy, Unavailable
from messaging.models import Delivery, ParkedMessage
from tests.back_office import agree, at, errors_of, park, said, send

pytestmark = pytest.mark.django_db(transaction=True)

A_BATCH = {"reference": "b1", "sku": "TABLE", "purchased_quantity": "20", "for_sale": "on"}


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


def test_a_batch_goes_in_through_the_bus(boss: Client):
    response = boss.post(at("add", Batch), {**A_BATCH, "expiry": "2030-01-31"}, follow=True)

    assert response.status_code == 200
    assert any("was added successfully" in text for text in said(response))
    batch = Batch.objects.get(reference="b1")
    assert (batch.sku_id, batch.purchased_quantity, batch.eta) == ("TABLE", 20, None)
    assert batch.expiry == date(2030, 1, 31)
    (move,) = StockMovement.objects.all()
    assert (move.batchref, move.kind, move.purchased) == ("b1", "receive", 20)
    assert move.actor == "admin:ann"
    assert LogEntry.objects.get().object_id == "b1"


def test_a_refused_batch_gives_its_reason_and_keeps_what_was_typed(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    response = boss.post(at("add", Batch), {**A_BATCH, "purchased_quantity": "33"})

    assert response.status_code == 200
    assert "announced with other contents" in errors_of(response)
    assert b'value="33"' in response.content
    assert Batch.objects.get().purchased_quantity == 20
    assert LogEntry.objects.count() == 0
    assert StockMovement.objects.count() == 1


@pytest.mark.parametrize("error", [Busy("busy"), Unavailable("Redis is away")])
def test_what_cannot_be_done_now_is_said_on_the_form(
    boss: Client, bus: MessageBus, monkeypatch: pytest.MonkeyPatch, error: Exception
):
    def refuse(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(bus, "handle", refuse)
    response = boss.post(at("add", Batch), A_BATCH)

    assert response.status_code == 200
    assert "again" in errors_of(response)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("reference", "b\u200b1", "invisible"),
        ("reference", "x" * 256, "at most 255"),
        ("sku", "\u00a0 ", "required"),
        ("sku", "a\x00b", "Null characters"),
        ("purchased_quantity", "0", "greater than or equal to 1"),
        ("purchased_quantity", "1000000001", "less than or equal to 1000000000"),
        ("purchased_quantity", "3.0", "whole number"),
        ("purchased_quantity", "1_000", "whole number"),
        ("purchased_quantity", "9" * 5000, "whole number"),
        ("eta", "0026-01-01", "2000"),
        ("eta", "2026-02-30", "valid date"),
        ("expiry", "31/12/2030", "valid date"),
    ],
)
def test_a_slip_of_the_keyboard_is_shown_at_its_field(
    boss: Client, field: str, value: str, text: str
):
    response = boss.post(at("add", Batch), {**A_BATCH, field: value})

    assert response.status_code == 200
    assert text in str(response.context["adminform"].form.errors[field])
    assert Batch.objects.count() == 0


def test_a_batch_that_shrinks_through_the_form_gives_its_lines_to_others(
    boss: Client, bus: MessageBus
):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    bus.handle(commands.CreateBatch("b2", "TABLE", 20, date(2030, 1, 1)))
    bus.handle(commands.Allocate("o1", "TABLE", 15))
    asked = boss.post(at("change", Batch, "b1"), {"purchased_quantity": "10"}, follow=True)
    assert queries.allocations("o1") == [{"sku": "TABLE", "batchref": "b1"}]
    response = agree(boss, asked)

    assert response.status_code == 200
    assert queries.allocations("o1") == [{"sku": "TABLE", "batchref": "b2"}]
    assert Batch.objects.get(reference="b1").purchased_quantity == 10
    assert set(StockMovement.objects.filter(kind="shrink").values_list("actor")) == {("admin:ann",)}


def test_a_batch_can_be_corrected_to_nothing(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    boss.post(at("change", Batch, "b1"), {"purchased_quantity": "0"})

    assert Batch.objects.get().purchased_quantity == 0


def test_only_the_quantity_of_a_batch_can_be_edited(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    forged = {"reference": "b9", "sku": "CHAIR", "released": "", "eta": "2030-01-01"}
    boss.post(at("change", Batch, "b1"), {"purchased_quantity": "21", **forged})

    batch = Batch.objects.get()
    assert (batch.reference, batch.sku_id, batch.released, batch.eta) == ("b1", "TABLE", True, None)
    assert batch.purchased_quantity == 21


def test_saving_without_a_change_orders_nothing(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    boss.post(at("change", Batch, "b1"), {"purchased_quantity": "20"})

    assert StockMovement.objects.filter(kind="correct").count() == 0


def test_a_quantity_that_changed_since_the_page_was_loaded_is_not_overwritten(
    boss: Client, bus: MessageBus
):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    bus.handle(commands.ChangeBatchQuantity("b1", 12))
    sent = {"purchased_quantity": "21", "initial-purchased_quantity": "20"}
    response = boss.post(at("change", Batch, "b1"), sent)

    assert "Meanwhile it was changed to 12" in errors_of(response)
    assert Batch.objects.get().purchased_quantity == 12


def test_a_batch_is_released_for_sale_and_serves_who_waited(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20, released=False))
    bus.handle(commands.Allocate("o1", "TABLE", 5))
    response = send(boss, Batch, "release", "b1")

    assert said(response) == ["1 released."]
    assert Batch.objects.get().released
    assert queries.allocations("o1") == [{"sku": "TABLE", "batchref": "b1"}]


def test_a_button_on_a_page_leads_back_to_it(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20, released=False))
    sent = {"action": "release", "_selected_action": "b1", "_page": "b1", "index": "0"}
    response = boss.post(at("changelist", Batch), sent)

    assert response["Location"] == at("change", Batch, "b1")


def test_what_an_action_was_refused_is_said_row_by_row(
    boss: Client, bus: MessageBus, monkeypatch: pytest.MonkeyPatch
):
    for ref in ("b1", "b2"):
        bus.handle(commands.CreateBatch(ref, "TABLE", 20, released=False))
    handle = bus.handle

    def refuse_b1(command: Any, **kwargs: Any) -> Any:
        if command.ref == "b1":
            raise Busy("busy")
        return handle(command, **kwargs)

    monkeypatch.setattr(bus, "handle", refuse_b1)
    response = send(boss, Batch, "release", "b1", "b2")

    assert said(response)[0] == "1 released."
    assert said(response)[1].startswith("b1: Somebody else")
    assert set(Batch.objects.filter(released=True).values_list("pk")) == {("b2",)}
    assert LogEntry.objects.get().object_id == "b2"


def test_an_order_line_is_allocated_and_the_batch_is_named(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    line = {"orderid": "o1", "sku": "TABLE", "qty": "15"}
    response = boss.post(at("add", OrderLine), line, follow=True)

    assert "Batch b1 serves the line." in said(response)
    assert queries.allocations("o1") == [{"sku": "TABLE", "batchref": "b1"}]


def test_an_order_line_without_stock_is_said_to_wait(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    line = {"orderid": "o1", "sku": "TABLE", "qty": "25"}
    response = boss.post(at("add", OrderLine), line, follow=True)

    assert any("waits its turn" in text for text in said(response))


def test_an_order_line_of_an_unknown_sku_is_refused_on_the_form(boss: Client):
    line = {"orderid": "o1", "sku": "GHOST", "qty": "25"}
    response = boss.post(at("add", OrderLine), line)

    assert response.status_code == 200
    assert "Invalid sku GHOST" in errors_of(response)


def test_a_parked_delivery_goes_back_to_its_subscriber(boss: Client, bus: MessageBus):
    parked = park(bus)
    response = send(boss, ParkedMessage, "replay", parked.pk)

    assert said(response) == ["1 sent once more."]
    assert Delivery.objects.get().event_id == parked.event_id
    assert not ParkedMessage.objects.exists()


def test_a_parked_message_is_discarded(boss: Client, bus: MessageBus):
    parked = park(bus)
    response = send(boss, ParkedMessage, "discard", parked.pk)

    assert said(response) == ["1 discarded."]
    assert not ParkedMessage.objects.exists()
    assert not Delivery.objects.exists()


def test_a_replay_with_redis_away_says_so_and_keeps_the_message(
    boss: Client, bus: MessageBus, settings: Any
):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_client._client_of.cache_clear()
    parked = ParkedMessage.objects.create(source="change_batch_quantity", payload="{", reason="no")
    response = send(boss, ParkedMessage, "replay", parked.pk)
    redis_client._client_of.cache_clear()

    assert "try again later" in said(response)[0]
    assert ParkedMessage.objects.get().pk == parked.pk
