"""What owners of webhooks, and staff, can do about them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel import Command


@dataclass(frozen=True)
class RegisterWebhook(Command):
    """Send the owner's messages of these types (none named: all) to the address, too."""

    owner: str
    url: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoveWebhook(Command):
    """Forget the endpoint and its log."""

    owner: str
    id: str


@dataclass(frozen=True)
class RotateWebhookSecret(Command):
    """Sign with a new secret; for a day, with the old one as well."""

    owner: str
    id: str


@dataclass(frozen=True)
class SendTestWebhook(Command):
    """Send the endpoint a message of type `webhook.test`, whatever types it wants."""

    owner: str
    id: str


@dataclass(frozen=True)
class DisableWebhook(Command):
    """Send the endpoint nothing more."""

    id: str
    reason: str


@dataclass(frozen=True)
class EnableWebhook(Command):
    """Send the endpoint what is queued from now on."""

    id: str


@dataclass(frozen=True)
class ReplayWebhookMessage(Command):
    """Send a message again that was delivered, or that failed."""

    id: str
