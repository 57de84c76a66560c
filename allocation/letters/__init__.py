"""Letters to customers about their orders."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string

from allocation import queries
from allocation.letters.wording import headline, sentences, state
from domain.allocation.events import OrderUpdated
from domain.allocation.moments import Moment
from messaging.mail import send

logger = logging.getLogger(__name__)

MOST_SHOWN = 100
"""Lines, and things that happened: mail programs cut off what is longer than about 100 kB."""

HEADERS = {"Auto-Submitted": "auto-generated"}
"""So that nobody's note of absence is sent back to us (RFC 3834)."""


class MailedLetters:
    """One message to all members who want mail, as plain text and as HTML."""

    def __init__(self, *, sender: str, clock: Callable[[], datetime]) -> None:
        self._sender = sender
        self._clock = clock

    def send(self, event: OrderUpdated, moments: Sequence[Moment]) -> None:
        readers = [address for address in queries.readers_of(event.customer) if _exists(address)]
        if not readers:
            return
        words = self._words(queries.order_now(event.orderid), moments)
        subject = one_line(f"Order {words['reference']}: {words['headline']}")
        text = render_to_string("allocation/mail/order.txt", words)
        mail = EmailMultiAlternatives(subject, text, self._sender, readers, headers=HEADERS)
        html = render_to_string("allocation/mail/order.html", {**words, "subject": subject})
        mail.attach_alternative(html, "text/html")
        send(mail)

    def _words(self, order: queries.OrderNow, moments: Sequence[Moment]) -> dict[str, Any]:
        today = self._clock().date()
        happened = sentences(moments, today)
        return {
            "reference": one_line(order.reference),
            "headline": one_line(headline(moments, order, today)),
            "happened": [one_line(sentence) for sentence in happened[:MOST_SHOWN]],
            "more_happened": len(happened[MOST_SHOWN:]),
            "lines": [
                {"qty": line.qty, "sku": one_line(line.sku), "state": state(line, today)}
                for line in order.lines[:MOST_SHOWN]
            ],
            "more_lines": len(order.lines[MOST_SHOWN:]),
            "parcels": [
                one_line(f"{parcel.number} {parcel.carrier} {parcel.tracking}")
                for parcel in order.parcels[:MOST_SHOWN]
            ],
            "waits": any(line.status == "backordered" for line in order.lines),
            "can_change": any(line.status in ("allocated", "backordered") for line in order.lines),
        }


def one_line(text: str) -> str:
    """The text without line ends, controls and marks that turn the direction of writing."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _exists(address: str) -> bool:
    """Whether mail can be sent there at all; one who cannot get it must not stop the others."""
    try:
        validate_email(address)
    except ValidationError:
        logger.warning("no mail can be sent to %r", address)
        return False
    return True
