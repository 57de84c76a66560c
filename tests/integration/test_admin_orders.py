"""What staff do with orders: look, place, amend, cancel."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allocation import queries
from allocation.models import (
    Batch,
    Order,
    OrderLine,
    Shipment,
    StockMovement,
)
from domain.allocation import commands
from messaging.bus import MessageBus
from tests.back_office import (
    A_PARCEL,
    at,
    errors_of,
    fill_in,
    lines,
    parcel_of,
    said,
    send,
    servers_of,
)
from tests.customers import HOME, register

pytestmark = pytest.mark.django_db(transaction=True)

SOON = date(2030, 1, 1)


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


@pytest.fixture
def onlooker(client: Client, bus: MessageBus) -> Client:
    user = User.objects.create_user("eve", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


@pytest.fixture
def stock(bus: MessageBus) -> None:
    register(bus, "studio")
    bus.handle(commands.AddAddress("studio", **HOME))
    bus.handle(commands.CreateBatch("here", "FOREST", 20, expiry=date(2040, 1, 31)))
    bus.handle(commands.CreateBatch("way", "FOREST", 30, SOON))
    bus.handle(commands.CreateBatch("jungle", "JUNGLE", 5))


def an_order(**changes: Any) -> dict[str, Any]:
    head = {"client": "studio", "reference": "film 7", "requested": "2030-02-01"}
    return {**head, **lines(FOREST=7, JUNGLE=2), "may_be_split": "on", **changes}


# Place.


def test_staff_place_an_order_with_the_customers_priority_and_address(
    boss: Client, bus: MessageBus, stock: None
):
    bus.handle(commands.ChangeCustomer("studio", "Studio", "film maker", 4, active=True))
    response = boss.post(at("add", Order), an_order(), follow=True)

    assert any(text.startswith("Promised for") for text in said(response))
    order = Order.objects.get(pk="studio/film 7")
    assert (order.priority, order.allow_partial, order.requested) == (4, True, date(2030, 2, 1))
    assert order.ship_to["recipient"] == "Anna Sea"
    assert servers_of("studio/film 7", "FOREST") == [("here", 7)]
    assert set(StockMovement.objects.filter(kind="allocate").values_list("actor")) == {
        ("admin:ann",)
    }


def test_two_lines_of_one_sku_are_added_up(boss: Client, stock: None):
    double = {"lines-key": ["FOREST", "", "FOREST"], "lines-units": ["7", "", "2"]}
    boss.post(at("add", Order), an_order(**double))

    assert OrderLine.objects.get().qty == 9


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"client": "ghost"}, "No active customer"),
        ({"address": "Moon"}, "no address with this label"),
        ({"lines-units": ["7", "x"]}, "JUNGLE: enter a whole number"),
        ({"lines-units": ["7", "0"]}, "JUNGLE: from 1"),
        ({"lines-units": ["", ""], "lines-key": ["", ""]}, "one line at least"),
        ({"lines-units": ["7", "3"], "lines-key": ["FOREST", ""]}, "3 of what?"),
        ({"lines-units": ["7"], "lines-key": ["GHOST"]}, "Invalid sku GHOST"),
        ({"requested": "never"}, "valid date"),
    ],
)
def test_an_order_that_cannot_be_placed_says_why_and_keeps_what_was_typed(
    boss: Client, stock: None, changes: dict[str, Any], text: str
):
    response = boss.post(at("add", Order), an_order(**changes))

    assert response.status_code == 200
    assert text in errors_of(response)
    assert b'value="film 7"' in response.content
    assert not Order.objects.exists()
    assert not OrderLine.objects.exists()


def test_an_order_sent_twice_is_one_order(boss: Client, stock: None):
    for _ in range(2):
        assert boss.post(at("add", Order), an_order()).status_code == 302
    assert Order.objects.count() == 1
    again = boss.post(at("add", Order), an_order(**lines(FOREST=8)))
    assert "placed before, with other contents" in errors_of(again)


# Amend and cancel.


def test_quantities_are_amended(boss: Client, stock: None):
    boss.post(at("add", Order), an_order())
    sent = {**lines(FOREST=9, JUNGLE=0), "version": "1", "requested": "2030-03-01"}
    response = fill_in(boss, Order, "studio/film 7", "amend", **sent)

    assert response.redirect_chain[-1][0] == at("change", Order, "studio/film 7")
    assert servers_of("studio/film 7", "FOREST") == [("here", 9)]
    assert servers_of("studio/film 7", "JUNGLE") == []
    assert Order.objects.get().requested == date(2030, 3, 1)


def test_an_order_that_was_changed_meanwhile_is_not_overwritten_unseen(
    boss: Client, bus: MessageBus, stock: None
):
    boss.post(at("add", Order), an_order())
    bus.handle(commands.AmendOrder("studio/film 7", {"FOREST": 1}))
    sent = {**lines(FOREST=9), "version": "1"}
    response = fill_in(boss, Order, "studio/film 7", "amend", **sent)

    assert "changed meanwhile" in errors_of(response)
    assert servers_of("studio/film 7", "FOREST") == [("here", 1)]


def test_an_amendment_without_a_change_orders_nothing(boss: Client, stock: None):
    boss.post(at("add", Order), an_order())
    sent = {**lines(FOREST=7, JUNGLE=2), "version": "1"}
    fill_in(boss, Order, "studio/film 7", "amend", **sent)

    assert Order.objects.get().version_number == 1


def test_an_order_is_cancelled_after_a_question(boss: Client, stock: None):
    boss.post(at("add", Order), an_order())
    asked = send(boss, Order, "cancel", "studio/film 7")
    assert b"Cancel these orders?" in asked.content
    assert not Order.objects.get().cancelled

    sent = {"action": "cancel", "_selected_action": "studio/film 7", "index": "0"}
    response = boss.post(at("changelist", Order), {**sent, "_confirmed": "1"}, follow=True)
    assert said(response) == ["1 cancelled."]
    assert Order.objects.get().cancelled
    page = boss.get(at("change", Order, "studio/film 7"))
    assert page.context["page_links"] == []
    assert page.context["page_actions"] == []


# Look.


def test_the_page_of_an_order_tells_where_each_unit_is_and_why(
    boss: Client, bus: MessageBus, stock: None
):
    boss.post(at("add", Order), an_order(**lines(FOREST=25, JUNGLE=9)))
    bus.handle(commands.ShipOrder("S1", "studio/film 7", {"FOREST": 4}), actor="somebody")
    page = boss.get(at("change", Order, "studio/film 7")).content.decode()

    assert at("change", Batch, "here") in page
    assert "batch way: earliest eta 2030-01-01" in page
    assert "no batch has room for them" in page
    assert at("change", Shipment, "S1") in page


def test_the_timeline_tells_what_happened_in_order(boss: Client, bus: MessageBus, stock: None):
    boss.post(at("add", Order), an_order(**lines(FOREST=25)))
    bus.handle(commands.ChangeBatchEta("way", date(2030, 5, 1)), actor="ben")
    bus.handle(commands.ShipOrder("S1", "studio/film 7"), actor="cleo")
    told = [(one.what, one.who) for one in reversed(queries.timeline("studio/film 7", 100))]

    assert told == [
        ("accepted", "admin:ann"),
        ("allocated", "admin:ann"),
        ("allocated", "admin:ann"),
        ("promise changed", ""),
        ("shipped", "cleo"),
        ("shipped", "cleo"),
    ]


def test_orders_show_their_state_and_a_promise_that_comes_too_late(
    boss: Client, bus: MessageBus, stock: None
):
    bus.handle(commands.PlaceOrder("studio", "late", {"FOREST": 25}, requested=date(2029, 1, 1)))
    bus.handle(commands.PlaceOrder("studio", "waits", {"JUNGLE": 50}))
    found = boss.get(at("changelist", Order))
    page = found.content.decode()

    assert [row.reference for row in found.context["cl"].result_list] == ["waits", "late"]
    assert "allocated" in page
    assert "waiting" in page
    for state, references in {
        "backordered": ["waits"],
        "allocated": ["late"],
        "shipped": [],
        "cancelled": [],
    }.items():
        rows = boss.get(at("changelist", Order), {"status": state}).context["cl"].result_list
        assert [row.reference for row in rows] == references
    for text in ("lat", "studio/wai"):
        rows = boss.get(at("changelist", Order), {"q": text}).context["cl"].result_list
        assert len(rows) == 1


@pytest.mark.parametrize("filters", [{}, {"q": "studio/o7"}, {"customer": "studio"}])
def test_the_list_of_orders_follows_an_index(
    boss: Client, bus: MessageBus, stock: None, filters: dict[str, str]
):
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO allocation_order (orderid, customer, reference, wish, allow_partial,
            priority, ship_to, placed_at, cancelled, version_number)
            SELECT 'studio/o' || n, 'studio', 'o' || n, '{}', false, 0, '{}',
            now() - n * interval '1 s', false, 1 FROM generate_series(1, 30000) n"""
        )
        cursor.execute("ANALYZE allocation_order")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        boss.get(at("changelist", Order), filters)
    with connection.cursor() as cursor:
        for query in (q["sql"] for q in asked if 'FROM "allocation_order"' in q["sql"]):
            cursor.execute(f"EXPLAIN {query}")
            plan = "".join(row[0] for row in cursor.fetchall())
            assert "Sort" not in plan or filters.get("q"), plan
            assert "Index" in plan or "Limit" in plan, plan


# Who may.


def test_who_may_only_look_changes_nothing(onlooker: Client, bus: MessageBus, stock: None):
    bus.handle(commands.PlaceOrder("studio", "film 7", {"FOREST": 7}))
    sent = {**A_PARCEL, **lines(FOREST=7), "version": "1"}

    assert onlooker.post(at("add", Order), an_order()).status_code == 403
    assert onlooker.get(at("do", Order, "studio/film 7", "amend")).status_code == 403
    assert fill_in(onlooker, Order, "studio/film 7", "amend", **sent).status_code == 403
    assert onlooker.post(parcel_of("studio/film 7"), sent).status_code == 403
    send(onlooker, Order, "cancel", "studio/film 7")
    page = onlooker.get(at("change", Order, "studio/film 7"))
    assert page.context["page_links"] == []
    assert Order.objects.get().version_number == 1
    assert not Shipment.objects.exists()
