"""Reorder points in the back office."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from allocation.models import ReorderPoint
from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from tests.back_office import at, errors_of, said, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    bus.handle(commands.CreateBatch("b1", "SEA", 20))
    return client


def add(client: Client, **fields: str) -> Any:
    form = {"sku": "SEA", "units": "", "days": "", "margin": "20", **fields}
    return client.post(at("add", ReorderPoint), form, follow=True)


def listed(client: Client, **filters: str) -> list[str]:
    found = client.get(at("changelist", ReorderPoint), filters).context["cl"]
    return [row.sku_id for row in found.result_list]


def test_a_point_goes_in_through_the_bus(boss: Client):
    response = add(boss, units="10", margin="50")

    assert any("added successfully" in text for text in said(response))
    point = ReorderPoint.objects.get()
    assert (point.sku_id, point.units, point.days, point.margin) == ("SEA", 10, None, 50)
    assert OutboxEvent.objects.get(type="ReorderPointSet").actor == "admin:ann"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "either units or days"),
        ({"units": "1", "days": "1"}, "either units or days"),
        ({"units": "-1"}, "greater than or equal to 0"),
        ({"days": "3651"}, "less than or equal to 3650"),
        ({"units": "1", "sku": "nobody"}, "Invalid sku"),
        ({"units": "1", "margin": ""}, "required"),
    ],
)
def test_what_makes_no_sense_is_said_on_the_form(boss: Client, fields: dict[str, str], text: str):
    assert text in errors_of(add(boss, **fields))
    assert not ReorderPoint.objects.exists()


def test_a_point_is_changed_and_keeps_its_sku(boss: Client):
    add(boss, units="10")
    page = at("change", ReorderPoint, "SEA")
    boss.post(page, {"units": "", "days": "7", "margin": "20", "sku": "OTHER"}, follow=True)

    point = ReorderPoint.objects.get()
    assert (point.sku_id, point.units, point.days) == ("SEA", None, 7)


def test_a_point_is_removed(boss: Client):
    add(boss, units="10")
    send(boss, ReorderPoint, "remove", "SEA")
    assert not ReorderPoint.objects.exists()


def test_the_list_tells_what_is_below_with_position_and_cover(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b2", "FOREST", 100))
    bus.handle(commands.Allocate("o1", "SEA", 14))
    add(boss, days="30")
    add(boss, units="10", sku="FOREST")

    assert listed(boss) == ["FOREST", "SEA"]
    assert listed(boss, state="below") == ["SEA"]
    assert listed(boss, state="ok") == ["FOREST"]
    assert listed(boss, q="fore") == ["FOREST"]
    page = boss.get(at("changelist", ReorderPoint), {"state": "below"}).content.decode()
    assert "12.0" in page  # 6 left, 14 ordered in 28 days
    assert "30 days of cover" in page


def test_who_may_only_look_cannot_remove(client: Client, boss: Client):
    add(boss, units="10")
    eve = User.objects.create_user("eve", is_staff=True)
    eve.user_permissions.set(Permission.objects.filter(codename="view_reorderpoint"))
    client.force_login(eve)

    assert listed(client) == ["SEA"]
    send(client, ReorderPoint, "remove", "SEA")
    assert ReorderPoint.objects.exists()
