"""What leaves the house: the list, the form, and the papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from allocation.models import Batch, Order, OrderLine, OrderToShip, Shipment, StockMovement
from domain.allocation import commands
from messaging.bus import MessageBus
from tests.back_office import A_PARCEL, at, errors_of, lines, parcel_of
from tests.customers import HOME, register

pytestmark = pytest.mark.django_db(transaction=True)

SOON = date(2030, 1, 1)


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


@pytest.fixture
def stock(bus: MessageBus) -> None:
    register(bus, "studio")
    bus.handle(commands.CreateBatch("here", "FOREST", 20, expiry=date(2040, 1, 31)))
    bus.handle(commands.CreateBatch("way", "FOREST", 30, SOON))
    bus.handle(commands.CreateBatch("jungle", "JUNGLE", 5))


def place(bus: MessageBus, **units: int) -> None:
    bus.handle(
        commands.PlaceOrder(
            "studio", "film 7", units or {"FOREST": 7, "JUNGLE": 2}, None, HOME, True
        )
    )


def to_ship(client: Client) -> list[str]:
    found = client.get(at("changelist", OrderToShip)).context["cl"].result_list
    return [row.orderid for row in found]


def test_to_ship_lists_what_is_here_once_per_order_the_oldest_promise_first(
    boss: Client, bus: MessageBus, stock: None
):
    bus.handle(commands.Allocate("classic", "FOREST", 1))
    bus.handle(commands.PlaceOrder("studio", "both", {"FOREST": 2, "JUNGLE": 3}))
    bus.handle(commands.PlaceOrder("studio", "far", {"FOREST": 25}))
    bus.handle(commands.PlaceOrder("studio", "waits", {"JUNGLE": 30}))
    yesterday = timezone.now().date() - timedelta(days=1)
    OrderLine.objects.filter(orderid="studio/both", sku="JUNGLE").update(promised=yesterday)

    assert to_ship(boss) == ["studio/both", "classic"]
    page = boss.get(at("changelist", OrderToShip)).content
    assert b"1 day late" in page
    assert b"2 FOREST, 3 JUNGLE" in page


def test_an_expired_batch_is_not_ready(boss: Client, bus: MessageBus, stock: None):
    bus.handle(commands.Allocate("classic", "FOREST", 1))
    Batch.objects.filter(pk="here").update(expiry=timezone.now().date())
    assert to_ship(boss) == []


def test_all_that_is_ready_is_proposed_and_leaves(boss: Client, bus: MessageBus, stock: None):
    place(bus, FOREST=25, JUNGLE=2)
    form = boss.get(parcel_of("studio/film 7")).context["adminform"].form
    assert form.initial["lines"] == [("FOREST", "20"), ("JUNGLE", "2")]
    assert form.initial["shipment"].startswith("S-20")

    sent = {**A_PARCEL, **lines(FOREST=20, JUNGLE=2)}
    response = boss.post(parcel_of("studio/film 7"), sent, follow=True)
    assert response.redirect_chain[-1][0] == at("change", Shipment, "S1")
    shipment = Shipment.objects.get()
    assert (shipment.carrier, shipment.actor) == ("Gull Post", "admin:ann")
    assert to_ship(boss) == []


def test_the_same_form_sent_twice_ships_once(boss: Client, bus: MessageBus, stock: None):
    place(bus)
    for _ in range(2):
        response = boss.post(parcel_of("studio/film 7"), {**A_PARCEL, **lines(FOREST=3)})
        assert response["Location"] == at("change", Shipment, "S1")

    assert Shipment.objects.count() == 1
    assert sum(StockMovement.objects.values_list("shipped", flat=True)) == 3


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({**A_PARCEL, **lines(FOREST=8)}, "7 FOREST are ready to ship"),
        ({**A_PARCEL, **lines(FOREST=0)}, "nothing in this parcel"),
        ({**A_PARCEL, "shipment": "", **lines(FOREST=1)}, "required"),
        ({**A_PARCEL, **lines(SALT=1)}, "Invalid sku SALT"),
    ],
)
def test_what_cannot_leave_is_refused_on_the_form(
    boss: Client, bus: MessageBus, stock: None, sent: dict[str, Any], text: str
):
    place(bus)
    response = boss.post(parcel_of("studio/film 7"), sent)

    assert text in errors_of(response)
    assert not Shipment.objects.exists()
    assert not StockMovement.objects.filter(kind="ship").exists()


def test_an_order_that_may_not_be_split_leaves_as_a_whole(
    boss: Client, bus: MessageBus, stock: None
):
    bus.handle(commands.PlaceOrder("studio", "whole", {"FOREST": 2, "JUNGLE": 30}))
    assert b"waits for the rest" in boss.get(at("changelist", OrderToShip)).content
    response = boss.post(parcel_of("studio/whole"), {**A_PARCEL, **lines(FOREST=2)})
    assert "may not be shipped in parts" in errors_of(response)


def test_an_order_of_the_classic_doors_is_found_and_shipped(
    boss: Client, bus: MessageBus, stock: None
):
    bus.handle(commands.Allocate("classic", "FOREST", 4))
    line = OrderLine.objects.get()
    page = boss.get(at("change", OrderLine, line.pk))
    assert (parcel_of("classic"), "Ship the order") in page.context["page_links"]

    boss.post(parcel_of("classic"), {**A_PARCEL, **lines(FOREST=4)})
    assert Shipment.objects.get().order_id == "classic"
    assert boss.get(at("change", Order, "classic")).status_code == 200


def test_a_packing_slip_has_address_batches_and_expiry(boss: Client, bus: MessageBus, stock: None):
    place(bus)
    boss.post(parcel_of("studio/film 7"), {**A_PARCEL, **lines(FOREST=7, JUNGLE=2)})
    slip = boss.get(at("slip", Shipment, "S1")).content.decode()

    for text in ("Anna Sea", "Leith", "film 7", "here", "31 January 2040", "Gull Post", "GP7"):
        assert text in slip
    assert "http" not in slip
    assert boss.get(at("slip", Shipment, "ghost")).status_code == 404


def test_a_packing_slip_is_for_those_who_see_shipments(
    client: Client, bus: MessageBus, stock: None
):
    bus.handle(commands.PlaceOrder("studio", "film 7", {"FOREST": 7}))
    bus.handle(commands.ShipOrder("S1", "studio/film 7"))
    client.force_login(User.objects.create_user("new", is_staff=True))
    assert client.get(at("slip", Shipment, "S1")).status_code == 403
