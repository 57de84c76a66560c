"""The first page of the back office: what calls for somebody to act."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation.models import OrderLine
from config.charts import Chart
from domain.allocation import commands
from messaging.bus import MessageBus
from tests.back_office import fill
from tests.customers import register

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


def day(days: int) -> date:
    return timezone.now().date() + timedelta(days=days)


def cards(client: Client) -> dict[str, str]:
    shown = client.get(reverse("admin:index")).context["cards"]
    return {card["title"]: card["value"] for card in shown}


def bars(client: Client, id: str) -> dict[str, list[Any]]:
    charts: list[Chart] = client.get(reverse("admin:index")).context["charts"]
    data = json.loads(next(chart for chart in charts if chart.id == id).data)
    return {
        "labels": data["labels"],
        **{series["label"]: series["data"] for series in data["datasets"]},
    }


@pytest.fixture
def trade(bus: MessageBus) -> None:
    """One order ready, one late, one late and waiting for a late batch, one that waits."""
    register(bus, "studio")
    bus.handle(commands.CreateBatch("here", "FOREST", 20))
    bus.handle(commands.CreateBatch("way", "FOREST", 30, day(9)))
    bus.handle(commands.CreateBatch("late", "JUNGLE", 5, day(-3)))
    for reference, lines, requested in (
        ("ready", {"FOREST": 3}, day(0)),
        ("after", {"FOREST": 25}, day(2)),
        ("rests", {"JUNGLE": 2}, None),
        ("waits", {"JUNGLE": 50}, day(1)),
    ):
        bus.handle(commands.PlaceOrder("studio", reference, lines, requested))


def test_cards_count_what_is_to_be_done(boss: Client, trade: None):
    assert cards(boss) | {"Oldest of them": ""} == {
        "To ship today": "1",
        "Due in, late": "1",
        "Lines waiting": "1",
        "Promises at risk": "2",
        "Undelivered events": "0",
        "Oldest of them": "",
        "Parked messages": "0",
        "Open surveys": "0",
        "Surveys answered today": "0",
        "Provisional decisions": "0",
        "Formulas to approve": "0",
        "Searches under way": "0",
        "Imports to confirm": "0",
        "Offers ending soon": "0",
        "Formats undecided": "0",
    }


def test_promises_at_risk_are_the_worst_first(boss: Client, trade: None):
    assert bars(boss, "risks") == {"labels": ["after", "rests"], "days late": [7, 3]}


def test_backorders_are_the_oldest_first_with_their_age(boss: Client, bus: MessageBus, trade: None):
    bus.handle(commands.PlaceOrder("studio", "older", {"JUNGLE": 60}))
    then = timezone.now() - timedelta(days=5)
    OrderLine.objects.filter(orderid="studio/older").update(accepted_at=then)

    found = bars(boss, "backorders")
    assert found["labels"] == ["older JUNGLE", "waits JUNGLE"]
    assert found["days since the order"] == [5, 0]


def test_low_stock_is_what_is_down_to_its_reorder_point(boss: Client, bus: MessageBus, trade: None):
    bus.handle(commands.SetReorderPoint("JUNGLE", 10, None))
    bus.handle(commands.SetReorderPoint("FOREST", 5, None))
    bus.handle(commands.CheckReorderPoint("JUNGLE"))
    bus.handle(commands.CheckReorderPoint("FOREST"))
    found = bars(boss, "low-stock")
    assert (found["labels"], found["free now"], found["incoming"]) == (["JUNGLE"], [0], [3])


def test_the_first_page_asks_no_more_questions_for_more_rows(boss: Client, bus: MessageBus):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            boss.get(reverse("admin:index"))
        return len(asked)

    fill(bus, 1)
    questions()
    few = questions()
    for n in range(2, 6):
        fill(bus, n)
    assert questions() == few


@pytest.mark.parametrize(
    ("right", "shown"),
    [
        ("view_ordertoship", {"To ship today"}),
        ("view_duebatch", {"Due in, late"}),
        ("view_orderline", {"Lines waiting"}),
        ("view_order", {"Promises at risk"}),
        ("view_product", set()),
    ],
)
def test_everybody_sees_the_cards_of_their_work(
    client: Client, bus: MessageBus, right: str, shown: set[str]
):
    user = User.objects.create_user("eve", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename=right))
    client.force_login(user)
    assert set(cards(client)) == shown


def test_the_sidebar_is_grouped_by_work_and_shows_what_one_may_see(client: Client, bus: MessageBus):
    user = User.objects.create_user("eve", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_duebatch"))
    client.force_login(user)
    page = client.get(reverse("admin:index")).content

    assert reverse("admin:allocation_duebatch_changelist").encode() in page
    assert reverse("admin:allocation_shipment_changelist").encode() not in page
