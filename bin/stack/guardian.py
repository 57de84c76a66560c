"""Ends what a supervisor that was killed (-9) left running.

A small process of its own that reads "group signal" lines ("group 0" when a group has ended). Its
input closes when the supervisor is gone, however it went; every group still listed is then
stopped. Run as a file, with no import beyond the standard library.
"""

import atexit
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import IO

GRACE = 3.0


class Guardian:
    """The supervisor's end of the line: starts the small process at the first group to watch."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._line: IO[str] | None = None
        self._shared: set[int] = set()

    @contextmanager
    def sharing(self, descriptor: int) -> Iterator[None]:
        """The small process, when it starts in here, has this file open as long as it lives."""
        self._shared.add(descriptor)
        try:
            yield
        finally:
            self._shared.discard(descriptor)

    def watch(self, group: int, *, stop_signal: signal.Signals) -> None:
        self._tell(group, stop_signal)

    def forget(self, group: int) -> None:
        self._tell(group, 0)

    def close(self) -> None:
        if self._process is not None and self._line is not None:
            self._line.close()
            self._process.wait()
            self._process = self._line = None

    def _tell(self, group: int, number: int) -> None:
        line = self._line or self._start()
        with suppress(BrokenPipeError):
            line.write(f"{group} {number}\n")
            line.flush()

    def _start(self) -> IO[str]:
        receiving, sending = os.pipe()
        command = [sys.executable, "-I", "-S", __file__]
        self._process = subprocess.Popen(
            command, stdin=receiving, start_new_session=True, pass_fds=self._shared
        )
        os.close(receiving)
        self._line = os.fdopen(sending, "w")
        atexit.register(self.close)
        return self._line


guardian = Guardian()


def signal_group(group: int, number: int) -> bool:
    """False when nothing is left in the group."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS forbids where Linux finds nobody
        return False
    return True


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: dict[int, int] = {}
    for line in sys.stdin:
        group, stop_signal = map(int, line.split())
        groups[group] = stop_signal
    left = [group for group, stop_signal in groups.items() if stop_signal]
    for group in left:
        signal_group(group, groups[group])
    _wait_for(left, seconds=GRACE)
    for group in left:
        signal_group(group, signal.SIGKILL)
    _wait_for(left, seconds=GRACE)


def _wait_for(groups: Collection[int], *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(signal_group(group, 0) for group in groups):
        time.sleep(0.05)


if __name__ == "__main__":
    main()
