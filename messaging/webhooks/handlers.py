"""What owners of webhooks, and staff, can do about them: one function per command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from domain.kernel import BadInput, NotFound, Refused
from messaging.webhooks.ports import NewWebhook

if TYPE_CHECKING:
    from messaging.unit_of_work import AbstractUnitOfWork
    from messaging.webhooks import commands
    from messaging.webhooks.ports import WebhookEndpoints, WebhookMessages

MOST_ENDPOINTS = 10
MOST_TYPES = 50
_TYPE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


class TooManyWebhooks(Refused):
    """The owner has as many as anybody may have."""

    code: ClassVar[str] = "too-many-webhooks"


class NotReplayable(Refused):
    """The message is on its way already, or has nowhere to go."""

    code: ClassVar[str] = "webhook-not-replayable"


def register_webhook(
    command: commands.RegisterWebhook,
    uow: AbstractUnitOfWork,
    webhook_endpoints: WebhookEndpoints,
    check_webhook_target: Callable[[str], None],
    new_webhook_secret: Callable[[], str],
) -> NewWebhook:
    """Raises BadInput (for a target that is refused, too), TooManyWebhooks."""
    types = _checked(command.types)
    check_webhook_target(command.url)  # asks the name service: not while a transaction is open
    secret = new_webhook_secret()
    with uow:
        if webhook_endpoints.count(command.owner) >= MOST_ENDPOINTS:
            raise TooManyWebhooks(f"There are {MOST_ENDPOINTS} webhooks already; remove one first")
        registered = webhook_endpoints.add(command.owner, command.url, types, secret)
        uow.commit()
    return NewWebhook(registered, secret)


def remove_webhook(
    command: commands.RemoveWebhook, uow: AbstractUnitOfWork, webhook_endpoints: WebhookEndpoints
) -> None:
    """Raises NotFound."""
    with uow:
        _demand(webhook_endpoints.remove(command.owner, command.id), command.id)
        uow.commit()


def rotate_webhook_secret(
    command: commands.RotateWebhookSecret,
    uow: AbstractUnitOfWork,
    webhook_endpoints: WebhookEndpoints,
    new_webhook_secret: Callable[[], str],
) -> str:
    """The new secret, shown this once. Raises NotFound."""
    secret = new_webhook_secret()
    with uow:
        _demand(webhook_endpoints.rotate(command.owner, command.id, secret), command.id)
        uow.commit()
    return secret


def send_test_webhook(
    command: commands.SendTestWebhook,
    uow: AbstractUnitOfWork,
    webhook_endpoints: WebhookEndpoints,
    webhook_messages: WebhookMessages,
) -> str:
    """The id of the message, to be looked up in the log. Raises NotFound."""
    with uow:
        _demand(webhook_endpoints.is_of(command.owner, command.id), command.id)
        message = webhook_messages.queue_test(command.id)
        uow.commit()
    return message


def disable_webhook(
    command: commands.DisableWebhook, uow: AbstractUnitOfWork, webhook_endpoints: WebhookEndpoints
) -> None:
    """Raises NotFound."""
    with uow:
        _demand(webhook_endpoints.disable(command.id, command.reason), command.id)
        uow.commit()


def enable_webhook(
    command: commands.EnableWebhook, uow: AbstractUnitOfWork, webhook_endpoints: WebhookEndpoints
) -> None:
    """Raises NotFound."""
    with uow:
        _demand(webhook_endpoints.enable(command.id), command.id)
        uow.commit()


def replay_webhook_message(
    command: commands.ReplayWebhookMessage,
    uow: AbstractUnitOfWork,
    webhook_messages: WebhookMessages,
) -> None:
    """Under the same id, by which the receiver knows a repetition.

    Raises NotFound, NotReplayable.
    """
    with uow:
        replayed = webhook_messages.again(command.id)
        if replayed is None:
            raise NotFound(f"There is no webhook message {command.id}")
        if not replayed:
            raise NotReplayable("The message is on its way already, or its webhook is disabled")
        uow.commit()


def _checked(types: Iterable[str]) -> list[str]:
    wanted = sorted(set(types))
    if len(wanted) > MOST_TYPES:
        raise BadInput("types", f"must be at most {MOST_TYPES}")
    for name in wanted:
        if len(name) > 100 or not _TYPE.fullmatch(name):
            raise BadInput("types", f"{name[:100]!r} is no type of message, like order.accepted")
    return wanted


def _demand(found: bool, id: str) -> None:  # noqa: FBT001
    if not found:
        raise NotFound(f"There is no webhook {id}")
