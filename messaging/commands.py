"""What staff can do about messages that could not be handled, and about jobs."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel import Command


@dataclass(frozen=True)
class ReplayParkedMessage(Command):
    """Try it again."""

    id: int


@dataclass(frozen=True)
class DiscardParkedMessage(Command):
    """Nothing is to be done about it."""

    id: int


@dataclass(frozen=True)
class StopBulkJob(Command):
    """Leave the rows that are not done yet as they are."""

    id: int
