"""The message bus: finds who handles a message, and gives it what it needs."""

from __future__ import annotations

import inspect
import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from domain.kernel import Command, Event
from messaging.errors import Busy, ConcurrentUpdate, ConnectionLost
from messaging.unit_of_work import AbstractUnitOfWork, Projections

logger = logging.getLogger(__name__)

ATTEMPTS = 4
"""How often a command is planned: once at ease, then with the aggregate locked."""

Handler = Callable[..., Any]


class UnitOfWorkFactory(Protocol):
    """Makes the unit of work of one attempt at one command."""

    def __call__(self, *, actor: str, locking: bool) -> AbstractUnitOfWork: ...


class MessageBus:
    """Routes commands to their one handler and events to their subscribers.

    It keeps nothing between messages, so threads may share it: each attempt at a command gets a
    unit of work of its own.
    """

    def __init__(
        self,
        *,
        uow: UnitOfWorkFactory,
        projections: Projections,
        command_handlers: Mapping[type[Command], Handler],
        event_handlers: Mapping[type[Event], Sequence[Handler]],
        dependencies: Mapping[str, Any],
    ) -> None:
        self._uow = uow
        self._projections = projections
        self._commands = {
            kind: inject(handler, dependencies) for kind, handler in command_handlers.items()
        }
        self.subscribers = {
            handler.__name__: inject(handler, dependencies)
            for handlers in event_handlers.values()
            for handler in handlers
        }
        self._routes = {
            kind: [handler.__name__ for handler in handlers]
            for kind, handlers in event_handlers.items()
        }

    def handle(self, command: Command, *, actor: str = "system") -> Any:
        """Carry out the command and return what its handler answers.

        An error of the domain reaches the caller. Raises Busy, ConnectionLost, OutcomeUnknown.
        """
        name = type(command).__name__  # no more of it: the log is not for what people answered
        for attempt in range(ATTEMPTS):
            uow = self._uow(actor=actor, locking=attempt > 0)
            uow.projections = self._projections
            try:
                answer = self._commands[type(command)](command, uow=uow)
            except ConcurrentUpdate as conflict:
                logger.info("conflict %d on %s: %s", attempt + 1, name, conflict)
                time.sleep(random.uniform(0, 0.01 * attempt))
            except ConnectionLost:
                if attempt:
                    raise
                logger.warning("connection lost before commit, once more: %s", name)
            else:
                for event in uow.collect_new_events():
                    self._tell(event)
                return answer
        raise Busy(f"{name} met {ATTEMPTS} conflicts; try again in a moment")

    def deliver(self, subscriber: str, event: Event) -> None:
        """Let one subscriber handle the event. Its errors reach the caller."""
        handler = self.subscribers[subscriber]
        handler(event)

    def _tell(self, event: Event) -> None:
        """Handle an event that was not stored; one subscriber's error does not stop the others."""
        for subscriber in self._routes.get(type(event), ()):
            try:
                self.deliver(subscriber, event)
            except Exception:
                logger.exception("%s failed on %r", subscriber, event)


def inject(handler: Handler, dependencies: Mapping[str, Any]) -> Handler:
    """The handler with those dependencies filled in that its parameters name."""
    wanted = inspect.signature(handler).parameters
    chosen = {name: value for name, value in dependencies.items() if name in wanted}
    return partial(handler, **chosen)


@cache
def get_bus() -> MessageBus:
    """The bus of this process, as the project wires it."""
    bus: MessageBus = import_string(settings.MESSAGE_BUS)()
    return bus
