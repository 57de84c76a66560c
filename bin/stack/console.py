"""The only writer to the terminal: whole lines from any thread, and never in the way of a stop."""

import os
import select
import sys
import threading
from contextlib import suppress

from stack import signals

COLOURS = (36, 33, 32, 35, 34, 31)
PATIENCE = 0.1

_turn = threading.Lock()
_names: list[str] = []


class Refusal(Exception):
    """The command cannot do what was asked; the message says why, and what would help."""


def say(message: str) -> None:
    _write(message + "\n")


def relay(line: str, *, name: str) -> None:
    """Prints a line of a process behind the name of that process."""
    if name not in _names:
        _names.append(name)
    prefix = f"{name:<9}|"
    if sys.stdout.isatty():
        prefix = f"\033[{COLOURS[_names.index(name) % len(COLOURS)]}m{prefix}\033[0m"
    _write(f"{prefix} {line}\n")


def _write(text: str) -> None:
    """A reader that stopped reading may cost lines, but must never keep us from stopping."""
    data = text.encode(errors="replace")
    with _turn, suppress(OSError):
        while data and _can_write():
            # A pipe that select calls writable takes this much without blocking.
            data = data[os.write(1, data[: select.PIPE_BUF]) :]


def _can_write() -> bool:
    while True:
        stopping = signals.asked()
        if select.select([], [1], [], 0 if stopping else PATIENCE)[1]:
            return True
        if stopping:
            return False
