"""Customers hear of their orders by mail, and over HTTP, as commands come in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from html.parser import HTMLParser
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.db import connection
from django.utils import timezone

from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import Delivery, ParkedMessage, WebhookMessage
from messaging.tasks import deliver
from messaging.turns import my_turn
from messaging.webhooks.commands import RegisterWebhook
from tests.company import MailServer
from tests.customers import register
from tests.receiver import Receiver, is_genuine

ANNA = "anna-films"


@pytest.fixture
def anna(bus: MessageBus) -> str:
    """A customer with two members who want mail, and one who does not."""
    register(bus, ANNA)
    for name, wants in (("anna", True), ("bo", True), ("cy", False)):
        bus.handle(commands.AddMember(ANNA, f"{name}@films.example", name, wants))
    return ANNA


def day(days: int) -> date:
    return timezone.now().date() + timedelta(days=days)


def spoken(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def stock(bus: MessageBus, ref: str, sku: str, qty: int, eta: date | None = None) -> None:
    bus.handle(commands.CreateBatch(ref, sku, qty, eta))


def place(bus: MessageBus, reference: str = "F-12", *, partial: bool = False, **lines: int) -> str:
    bus.handle(commands.PlaceOrder(ANNA, reference, lines, allow_partial=partial))
    letters()
    return f"{ANNA}/{reference}"


def letters() -> list[Any]:
    """The mails to customers since the last look."""
    sent = [letter for letter in mail.outbox if letter.subject.startswith("Order ")]
    mail.outbox.clear()
    return sent


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


class Choosy(MailServer):
    """A mail server that does not know Bo."""

    refused = ("bo@films.example",)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(0)
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def choosy(settings: Any) -> Iterator[Choosy]:
    server = Choosy()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


def test_one_who_is_refused_for_good_does_not_stop_the_others(
    bus: MessageBus, anna: str, choosy: Choosy
):
    stock(bus, "b1", "SEA", 10)
    bus.handle(commands.PlaceOrder(ANNA, "F-12", {"SEA": 3}))
    [arrived] = choosy.mails
    assert arrived.rcpt_tos == ["anna@films.example"]
    assert not Delivery.objects.exists()

    parsed: Parsed = message_from_bytes(arrived.original_content, policy=policy.default)
    assert parsed.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in parsed.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert parsed["To"] == "anna@films.example, bo@films.example"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Message-ID"].endswith("@example.com>")


def test_when_all_are_refused_other_orders_are_still_told(
    bus: MessageBus, anna: str, choosy: Choosy
):
    choosy.refused = ("anna@films.example", "bo@films.example")
    stock(bus, "b1", "SEA", 10)
    bus.handle(commands.PlaceOrder(ANNA, "F-1", {"SEA": 3}))
    choosy.refused = ()
    bus.handle(commands.PlaceOrder(ANNA, "F-2", {"SEA": 3}))
    assert [mail.rcpt_tos for mail in choosy.about("F-2")] == [
        ["anna@films.example", "bo@films.example"]
    ]
    [left] = Delivery.objects.all()
    assert (left.attempts, "no such person" in left.error) == (1, True)
    assert not ParkedMessage.objects.exists()


def test_one_worker_at_a_time_writes_letters(
    bus: MessageBus, anna: str, monkeypatch: pytest.MonkeyPatch
):
    stock(bus, "b1", "SEA", 10)
    monkeypatch.setattr("messaging.wake.drain", lambda _: None)
    bus.handle(commands.PlaceOrder(ANNA, "F-12", {"SEA": 3}))
    with ThreadPoolExecutor(1) as elsewhere, my_turn("mail_customer"):
        elsewhere.submit(_deliver_and_close).result()
        assert letters() == []
    deliver(subscriber="mail_customer")
    assert len(letters()) == 1


def _deliver_and_close() -> None:
    deliver(subscriber="mail_customer")
    connection.close()


def test_webhooks_of_the_customer_are_told_signed_and_by_type(
    bus: MessageBus, anna: str, receiver: Receiver
):
    secret = bus.handle(RegisterWebhook(ANNA, receiver.url)).secret
    bus.handle(RegisterWebhook("somebody-else", receiver.url))
    stock(bus, "b1", "SEA", 3, day(5))
    order = place(bus, SEA=3)
    bus.handle(commands.ChangeBatchEta("b1", day(9)))
    bus.handle(commands.ChangeBatchEta("b1", day(9)))
    bus.handle(commands.ChangeBatchQuantity("b1", 0))
    bus.handle(commands.CancelOrder(order))

    told = {message.id: message for message in WebhookMessage.objects.all()}
    assert len(told) == len(receiver.received) == 5
    now = timezone.now().timestamp()
    assert all(is_genuine(request, secret, now=now) for request in receiver.received)
    received = sorted(receiver.received, key=lambda r: told[r.headers["webhook-id"]].created_at)
    assert [request.data["type"] for request in received[2:]] == [
        "promise.changed",
        "line.backordered",
        "order.cancelled",
    ]
    assert {request.data["type"] for request in received[:2]} == {
        "order.accepted",
        "line.allocated",
    }
    changed = received[2].data["data"]
    at = changed.pop("at")
    assert changed == {
        "order": "F-12",
        "sku": "SEA",
        "promised_date": day(9).isoformat(),
        "text": f"ready on {day(9)} and not on {day(5)}: batch b1 is due on {day(9)}, "
        f"not on {day(5)}",
    }
    assert at.startswith(timezone.now().date().isoformat())
