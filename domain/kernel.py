"""What every context shares: messages, aggregates and the ways to say no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class Command:
    """An order to do something, named in the imperative; it may be refused."""


@dataclass(frozen=True)
class Request:
    """A request that has one effect however often it arrives.

    `key` is the client's own, unique for its `client`; `fingerprint` tells whether the same was
    asked for.
    """

    client: str
    key: str
    fingerprint: str


class Event:
    """A fact, named in the past tense; it can be handled but not refused.

    `once`: recorded several times in one unit of work, it is told once (a shortage is
    one shortage, however many lines it hits).
    """

    once: ClassVar[bool] = False
    types: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls) -> None:
        Event.types[cls.__name__] = cls


class Aggregate:
    """A cluster of objects that is loaded, changed and stored as one.

    `version_number` counts the facts that it ever recorded; `events` are those not taken yet.
    """

    def __init__(self, *, version_number: int = 0) -> None:
        self.version_number = version_number
        self.events: list[Event] = []
        self._told: set[Event] = set()

    @property
    def identity(self) -> str:
        """The natural key under which other contexts know this aggregate."""
        raise NotImplementedError

    def record(self, event: Event) -> None:
        """Note a fact; one that is told `once` is noted once until the events are taken."""
        if event.once:
            if event in self._told:
                return
            self._told.add(event)
        self.version_number += 1
        self.events.append(event)

    def take_events(self) -> list[Event]:
        """Hand over what was recorded since the last time, in order."""
        events, self.events = self.events, []
        self._told.clear()
        return events


class DomainError(Exception):
    """A rule says no; the text is for the person who asked."""


class NotFound(DomainError):
    """What the message speaks of does not exist."""


class Refused(DomainError):
    """A rule forbids it. `code` is stable: clients may rely on it."""

    code: ClassVar[str] = "refused"


class BadInput(DomainError):
    """A value that no rule could work with; `field` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
