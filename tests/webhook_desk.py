"""Webhooks with their clock in hand, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from messaging.models import WebhookMessage
from messaging.webhooks.endpoints import StoredWebhookEndpoints
from messaging.webhooks.post import post
from messaging.webhooks.queue import StoredWebhooks
from messaging.webhooks.sender import Sender
from messaging.webhooks.signing import new_secret
from messaging.webhooks.targets import Targets

START = datetime(2030, 1, 1, tzinfo=UTC)


class Desk:
    """Endpoints, the queue and the sender, on a clock that stands still until told to go on."""

    def __init__(self) -> None:
        self.now = START
        self.woken = 0
        self.endpoints = StoredWebhookEndpoints(clock=lambda: self.now)
        self.webhooks = StoredWebhooks(wake=self._wake, clock=lambda: self.now)

    def _wake(self) -> None:
        self.woken += 1

    def register(self, url: str, *types: str, owner: str = "acme") -> tuple[str, str]:
        secret = new_secret()
        return self.endpoints.add(owner, url, list(types), secret), secret

    def queue(self, key: str = "e1", type: str = "order.accepted", owner: str = "acme") -> None:
        self.webhooks.queue(owner=owner, type=type, data={"order": key}, key=key)

    def sender(self, **special: Any) -> Sender:
        options: dict[str, Any] = {"targets": Targets(anywhere=True), **special}
        sending = partial(post, **options)
        return Sender(post=sending, clock=lambda: self.now, jitter=lambda: 0.0)

    def drain(self, **special: Any) -> int:
        return self.sender(**special).drain()

    def go_on(self, by: timedelta) -> None:
        self.now += by


def the_message() -> WebhookMessage:
    return WebhookMessage.objects.get()
