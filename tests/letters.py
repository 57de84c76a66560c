"""Letters to the customer Anna, and what they are about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from domain.allocation import commands
from messaging.bus import MessageBus

ANNA = "anna-films"


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
