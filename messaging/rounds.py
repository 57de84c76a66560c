"""What is done for one row after the other, by the clock or by hand."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.kernel import Command
from messaging.bus import get_bus
from messaging.database import is_outage

logger = logging.getLogger(__name__)


@dataclass
class Round:
    """How many commands were carried out, and which ones failed, with the reason."""

    done: int = 0
    failed: list[tuple[Command, str]] = field(default_factory=list)


def each(commands: Iterable[Command], *, actor: str) -> Round:
    """One that fails does not stop the others; without a database all wait for the next round."""
    result = Round()
    for command in commands:
        try:
            get_bus().handle(command, actor=actor)
            result.done += 1
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("%r failed", command)
            result.failed.append((command, str(error)))
    return result
