"""What came of an import of safety rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel import Command, Refused


@dataclass(frozen=True)
class Imported:
    """How many records have a new revision, how many were so already, and how many stay withdrawn
    because somebody withdrew just that."""

    recorded: int
    unchanged: int
    withdrawn: int


class RulesRefused(Refused):
    """Nothing was imported; `refusals` are the commands that were refused, and why."""

    code: ClassVar[str] = "rules-refused"

    def __init__(self, refusals: tuple[tuple[Command, str], ...]) -> None:
        super().__init__("; ".join(reason for _, reason in refusals))
        self.refusals = refusals
