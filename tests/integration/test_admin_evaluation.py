"""A formula worked out in the back office."""

from __future__ import annotations

from html import unescape
from re import findall
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from messaging.bus import MessageBus
from scents.models import Formula
from tests.back_office import at
from tests.evaluations import stock_sea

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sea(bus: MessageBus) -> None:
    stock_sea(bus)


@pytest.fixture
def staff(client: Client, sea: None) -> Client:
    user = User.objects.create_user("ann", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_formula"))
    client.force_login(user)
    return client


def page(staff: Client, **asked: Any) -> str:
    response = staff.get(at("evaluation", Formula, "SEA"), asked)
    assert response.status_code == 200
    return unescape(response.content.decode())


def charts_on(text: str) -> list[str]:
    return findall(r'<img src="([^"]+)"', text)


def test_the_page_tells_smell_cost_and_what_is_not_known(staff: Client):
    text = page(staff)
    assert {"unidentified", "50 %", "1 Raoult", "277 Pa"} <= set(findall(r">([^<>]+)</td>", text))
    assert "15.00 EUR" in text
    assert "25 %" in page(staff, version=1)


def test_the_page_has_charts_that_open(staff: Client):
    addresses = charts_on(page(staff, version=1, temperature=30))
    assert len(addresses) == 4
    for address in addresses:
        response = staff.get(address)
        assert response["Content-Type"] == "image/svg+xml"
        assert b"SEA@1" in response.content
        png = staff.get(address.replace(".svg", ".png"))
        assert (png["Content-Type"], png.content[:4]) == ("image/png", b"\x89PNG")


def test_safety_is_asked_about_a_use(staff: Client):
    assert "Safety:" not in page(staff)
    text = page(staff, category="12", dose="10")
    assert "Safety: must not be used in category 12, amendment 51" in text
    assert "has no CAS number" in text


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"temperature": "-300"}, "Look at the fields again."),
        ({"version": "9"}, "there is no formula SEA, version 9"),
        ({"version": "x"}, "Enter a whole number."),
        ({"category": "12"}, "How much of the product is the scent?"),
        (
            {"category": "12", "delivery_format": "candle", "dose": 1},
            "a delivery format or a category",
        ),
        ({"delivery_format": "fog", "dose": 1}, "fog is not one of the available choices."),
        ({"temperature": "nan"}, "Enter a number."),
    ],
)
def test_what_cannot_be_worked_out_is_said_in_the_place_of_the_answer(
    staff: Client, asked: dict[str, Any], reason: str
):
    text = page(staff, **asked)
    assert reason in text
    assert not charts_on(text)


@pytest.mark.parametrize("end", ["9/chart/odour.svg", "1/chart/magic.svg", "1/chart/odour.gif"])
def test_charts_that_there_are_not_are_a_404(staff: Client, end: str):
    [address, *_] = charts_on(page(staff))
    head = address.partition("/versions/")[0]
    assert staff.get(f"{head}/versions/{end}").status_code == 404


def test_recipes_are_shown_to_those_who_may_see_formulas(client: Client, sea: None):
    client.force_login(User.objects.create_user("ben", is_staff=True))
    for args in (["SEA"], ["SEA", 1, "odour", "svg"]):
        name = "chart" if len(args) > 1 else "evaluation"
        assert client.get(at(name, Formula, *args)).status_code == 403
