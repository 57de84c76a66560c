"""Customers hear of their orders by mail, and over HTTP, as commands come in."""

from __future__ import annotations

from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest

from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import Delivery
from tests.customers import register
from tests.letters import ANNA, day, letters, place, spoken, stock

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_order_is_one_mail_to_all_who_want_it(bus: MessageBus, anna: str):
    stock(bus, "b1", "SEA", 10)
    stock(bus, "b2", "FOG", 10, day(12))
    bus.handle(commands.PlaceOrder(ANNA, "F-12", {"SEA": 3, "FOG": 2}))

    [letter] = letters()
    assert letter.subject == f"Order F-12: accepted, all 2 lines ready on {spoken(day(12))}"
    assert letter.to == ["anna@films.example", "bo@films.example"]
    [(html, kind)] = letter.alternatives
    assert kind == "text/html"
    assert f"- 2 FOG: ready on {spoken(day(12))}\n- 3 SEA: ready to ship\n" in letter.body
    assert "POST /api/v1/orders/F-12/amend" in letter.body
    assert f"<td>FOG</td><td>ready on {spoken(day(12))}</td>" in html


def test_the_same_order_again_is_no_news(bus: MessageBus, anna: str):
    stock(bus, "b1", "SEA", 10)
    place(bus, SEA=3)
    bus.handle(commands.PlaceOrder(ANNA, "F-12", {"SEA": 3}))
    assert letters() == []


def test_of_an_eta_that_moves_customers_hear_once(bus: MessageBus, anna: str):
    stock(bus, "b1", "SEA", 10, day(5))
    place(bus, SEA=3)

    bus.handle(commands.ChangeBatchEta("b1", day(9)))
    bus.handle(commands.ChangeBatchEta("b1", day(9)))

    [letter] = letters()
    assert letter.subject == f"Order F-12: promise changed: SEA now ready on {spoken(day(9))}"
    assert f"ready on {day(9)} and not on {day(5)}" in letter.body


def test_a_shrink_writes_once_to_each_order_that_it_moves(bus: MessageBus, anna: str):
    stock(bus, "b1", "SEA", 6)
    stock(bus, "b2", "SEA", 3, day(4))
    place(bus, "F-1", SEA=3)
    place(bus, "F-2", SEA=3)

    bus.handle(commands.ChangeBatchQuantity("b1", 3))
    [letter] = letters()
    assert letter.subject == f"Order F-2: promise changed: SEA now ready on {spoken(day(4))}"
    assert "the batch shrank" not in letter.body, "that it lost a batch is only a step"

    bus.handle(commands.ChangeBatchQuantity("b2", 0))
    [letter] = letters()
    assert letter.subject == "Order F-2: SEA waits for stock"
    assert "you need do nothing" in letter.body

    stock(bus, "b3", "SEA", 9)
    [letter] = letters()
    assert "3 SEA set aside for you, ready to ship" in letter.body


def test_a_change_is_told(bus: MessageBus, anna: str):
    stock(bus, "b1", "SEA", 10)
    order = place(bus, SEA=3)
    bus.handle(commands.AmendOrder(order, {"SEA": 5}))
    [letter] = letters()
    assert letter.subject == "Order F-12: changed, ready to ship"
    assert "- 5 SEA: ready to ship" in letter.body


def test_a_cancellation_is_told(bus: MessageBus, anna: str):
    stock(bus, "b1", "SEA", 10)
    order = place(bus, SEA=3)
    bus.handle(commands.CancelOrder(order))
    [letter] = letters()
    assert letter.subject == "Order F-12: cancelled"
    assert "- 3 SEA: cancelled" in letter.body
    assert "amend" not in letter.body


def test_a_parcel_is_told_with_its_number(bus: MessageBus, anna: str):
    stock(bus, "b1", "SEA", 10)
    order = place(bus, SEA=3, partial=True)
    bus.handle(commands.ShipOrder("S-1", order, {"SEA": 1}, "DHL", "123"))
    bus.handle(commands.ShipOrder("S-2", order, None, "DHL", "124"))
    first, second = letters()
    assert first.subject == "Order F-12: partly shipped with DHL 123"
    assert "- 3 SEA: 1 shipped, 2 ready to ship" in first.body
    assert second.subject == "Order F-12: shipped with DHL 124"
    assert "Parcels\n- S-1 DHL 123\n- S-2 DHL 124\n" in second.body


def test_nobody_who_wants_mail_gets_none(bus: MessageBus):
    register(bus, ANNA)
    bus.handle(commands.AddMember(ANNA, "cy@films.example", "Cy", wants_mail=False))
    stock(bus, "b1", "SEA", 10)
    bus.handle(commands.PlaceOrder(ANNA, "F-12", {"SEA": 3}))
    assert letters() == []
    assert not Delivery.objects.exists()


def test_an_address_that_cannot_be_does_not_stop_the_others(bus: MessageBus, anna: str):
    bus.handle(commands.AddMember(ANNA, "a,b<c>@films.example", "Dee"))
    stock(bus, "b1", "SEA", 10)
    bus.handle(commands.PlaceOrder(ANNA, "F-12", {"SEA": 3}))
    [letter] = letters()
    assert letter.to == ["anna@films.example", "bo@films.example"]


class Tags(HTMLParser):
    """The names of the tags in a page, and what they load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]


def test_what_customers_write_is_text_and_never_markup(bus: MessageBus, anna: str):
    reference = '<script>alert("1")</script>&<img src=//x.example>'
    sku = "<b>SEA</b>"
    stock(bus, "b1", sku, 10)
    bus.handle(commands.PlaceOrder(ANNA, reference, {sku: 3}))

    [letter] = letters()
    assert letter.subject == f"Order {reference}: accepted, ready to ship"
    assert f"Order {reference}: accepted" in letter.body, "text needs no escapes"
    page = Tags(letter.alternatives[0][0])
    assert not page.tags & {"script", "img", "b"}
    assert page.loads == [], "nothing is fetched from anywhere"


def test_a_line_end_adds_no_header_and_no_line(bus: MessageBus, anna: str):
    """No door lets one in; should one fail, the letter still holds."""
    stock(bus, "b1", "SEA", 10)
    bus.handle(
        commands.PlaceOrder(ANNA, "F\r\nBcc: x@evil.example\n\n- 9 GOLD: shipped", {"SEA": 3})
    )
    [letter] = letters()
    parsed = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    assert parsed["Bcc"] is None
    assert parsed["Subject"].startswith("Order F Bcc: x@evil.example - 9 GOLD: shipped: accepted")
    assert "\n- 9 GOLD" not in letter.body


def test_a_very_long_order_is_a_mail_of_moderate_length(bus: MessageBus, anna: str):
    lines = {f"SKU-{n:03}": 1 for n in range(150)}
    for sku in lines:
        stock(bus, f"b-{sku}", sku, 1)
    bus.handle(commands.PlaceOrder(ANNA, "F-12", lines))
    [letter] = letters()
    assert "and 50 more lines: GET /api/v1/orders/F-12" in letter.body
    assert len(letter.alternatives[0][0]) < 50_000
