"""Letters on their way: refused readers, one worker at a time, and webhooks beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection
from django.utils import timezone

from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import Delivery, ParkedMessage, WebhookMessage
from messaging.tasks import deliver
from messaging.turns import my_turn
from messaging.webhooks.commands import RegisterWebhook
from tests.company import MailServer
from tests.letters import ANNA, day, letters, place, stock
from tests.receiver import Receiver, is_genuine

pytestmark = pytest.mark.django_db(transaction=True)


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
