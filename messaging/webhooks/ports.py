"""What handlers need of webhooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Notice:
    """Something that an owner is to be told. `key` names what caused it."""

    owner: str
    type: str
    data: Mapping[str, Any]
    key: str


@dataclass(frozen=True)
class NewWebhook:
    """An endpoint that was registered; the only time that its secret is shown."""

    id: str
    secret: str


class Webhooks(Protocol):
    """The way out for messages; each goes to all endpoints of the owner that want its type.

    They are stored in the open transaction and sent after its commit. The same key queued twice
    is sent once.
    """

    def queue(self, *, owner: str, type: str, data: Mapping[str, Any], key: str) -> None: ...

    def queue_all(self, notices: Iterable[Notice]) -> None: ...


class WebhookMessages(Protocol):
    """The messages that are there."""

    def queue_test(self, endpoint: str) -> str:
        """Send one endpoint a test message; the message's id."""

    def again(self, message: str) -> bool | None:
        """Whether it can be sent again: None when there is no such message."""


class WebhookEndpoints(Protocol):
    """The endpoints. Each answer tells whether there is such a one."""

    def count(self, owner: str) -> int:
        """How many the owner has; whoever else asks waits until this transaction is over."""

    def add(self, owner: str, url: str, types: list[str], secret: str) -> str: ...

    def is_of(self, owner: str, id: str) -> bool: ...

    def remove(self, owner: str, id: str) -> bool: ...

    def rotate(self, owner: str, id: str, secret: str) -> bool: ...

    def disable(self, id: str, reason: str) -> bool: ...

    def enable(self, id: str) -> bool: ...
