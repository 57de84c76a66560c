"""The mails to purchasing, through a real mail server."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.utils import timezone
from stack.ports import find_free

from allocation import tasks
from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import Delivery
from messaging.tasks import drain
from tests.company import MailServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def by_smtp(settings, mail_server: MailServer) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    mail_server.mails.clear()


def letters(mail_server: MailServer, about: str) -> list[EmailMessage]:
    return [
        message_from_bytes(mail.original_content, policy=policy.default)
        for mail in mail_server.about(about)
    ]


def run_low(bus: MessageBus, sku: str) -> None:
    now = timezone.now()
    bus.handle(commands.CreateBatch(f"{sku}-1", sku, 30, None, now.date() + timedelta(days=7)))
    bus.handle(commands.CreateBatch(f"{sku}-2", sku, 9, now.date() + timedelta(days=12)))
    bus.handle(commands.Allocate("o1", sku, 28))
    bus.handle(commands.SetReorderPoint(sku, days=14))


def test_a_morning_in_purchasing(bus: MessageBus, mail_server: MailServer, sku: str):
    run_low(bus, sku)
    tasks.issue_purchasing_digest()
    tasks.issue_purchasing_digest()

    warning, digest = letters(mail_server, sku)
    assert warning["Subject"] == f"Low stock: {sku}"
    assert warning["To"] == digest["To"] == "purchasing@example.com"
    assert "What to do next: order at least 6 units" in warning.get_content()
    assert digest["Subject"] == f"Stock to buy, {timezone.now().date()}"
    text = digest.get_content()
    # 28 ordered in 28 days: one a day, so 2 + 9 free units last for 11 days.
    assert f"{sku}: position 11, 11.0 days of cover; reorder point 14 days of cover" in text
    assert f"on its way: 9 free in batch {sku}-2" in text
    assert f"{sku}-1 ({sku}): 2 free, expires" in text


def test_a_mail_server_that_is_away_costs_no_digest(
    bus: MessageBus, mail_server: MailServer, settings, sku: str
):
    run_low(bus, sku)
    mail_server.mails.clear()
    settings.EMAIL_PORT = find_free()
    tasks.issue_purchasing_digest()
    assert Delivery.objects.filter(subscriber="send_purchasing_digest").count() == 1

    settings.EMAIL_PORT = mail_server.port
    Delivery.objects.update(due=timezone.now())
    drain("send_purchasing_digest")
    assert len(letters(mail_server, "Stock to buy")) == 1
    assert not Delivery.objects.exists()
