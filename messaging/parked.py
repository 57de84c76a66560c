"""Messages that were set aside, and the way back."""

from __future__ import annotations

from typing import Protocol

from django.db import transaction
from django.utils import timezone

from messaging.models import Delivery, ParkedMessage
from messaging.wake import wake


class ParkedMessages(Protocol):
    """What the handlers of replays need."""

    def take(self, id: int) -> ParkedMessage | None: ...

    def deliver_again(self, message: ParkedMessage) -> None: ...


class StoredParkedMessages:
    """The table of parked messages."""

    def take(self, id: int) -> ParkedMessage | None:
        """Remove and return the message; None when somebody else did."""
        message = ParkedMessage.objects.select_for_update().filter(id=id).first()
        if message is not None:
            ParkedMessage.objects.filter(id=id).delete()
        return message

    def deliver_again(self, message: ParkedMessage) -> None:
        """Back into the queue of the subscriber, with all attempts ahead."""
        transaction.on_commit(lambda: wake(message.source), robust=True)
        Delivery.objects.create(
            event_id=message.event_id,  # type: ignore[misc]  # set wherever there is a subscriber
            recorded_at=message.recorded_at,
            subscriber=message.source,
            due=timezone.now(),
        )


def park_incoming(channel: str, payload: str, *, reason: str, trace: str = "") -> None:
    """Set aside a message from outside, as it came."""
    ParkedMessage.objects.create(
        source=channel, payload=payload.replace("\x00", "\\x00"), reason=reason, traceback=trace
    )
