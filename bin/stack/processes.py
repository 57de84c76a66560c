"""Child processes: each leads a session of its own, so that a signal reaches all that it starts."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

from stack import ROOT, console, signals
from stack.guardian import guardian, signal_group

TICK = 0.02
KILLED_IN = 0.3


class Child:
    """One process. Its output goes to `log`, or to the terminal: behind its name, or `plain`."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
        plain: bool = False,
        owner: int | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.argv = argv
        self.log = log
        self._env = env
        self._plain = plain
        self._owner = owner
        self._stop_signal = stop_signal
        self._process: subprocess.Popen[str] | None = None
        self._relay: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        if self.log is not None:
            with self.log.open("a") as output:
                process = self._open(output)
        else:
            process = self._open(None if self._plain else subprocess.PIPE)
        guardian.watch(process.pid, stop_signal=self._stop_signal)
        self._process = process
        if process.stdout is not None:
            self._relay = threading.Thread(target=self._read, args=[process.stdout], daemon=True)
            self._relay.start()

    def exit_code(self) -> int | None:
        """None while it runs. What outlives its leader is killed: it would hold ports and files."""
        process = self._process
        if process is None:
            return 0
        if process.returncode is None and process.poll() is not None:
            signal_group(process.pid, signal.SIGKILL)
            guardian.forget(process.pid)
        return process.returncode

    def ask_to_stop(self) -> None:
        """Asks the leader only: it knows best how to end its own. Celery's finish their tasks."""
        if self._process is not None and self.exit_code() is None:
            os.kill(self._process.pid, self._stop_signal)

    def kill(self) -> None:
        """Kill -9, and no process of the group left when it returns."""
        kill([self])

    def kill_group(self) -> None:
        if self._process is not None and self.exit_code() is None:
            signal_group(self._process.pid, signal.SIGKILL)

    def is_gone(self) -> bool:
        """It has ended, and so has all that it started in its group."""
        process = self._process
        return process is None or (
            self.exit_code() is not None and not signal_group(process.pid, 0)
        )

    def show_rest(self) -> None:
        """Waits until its last lines are on the terminal."""
        if self._relay is not None:
            self._relay.join(timeout=KILLED_IN)

    def _open(self, output: IO[str] | int | None) -> subprocess.Popen[str]:
        become_other = self._owner is not None
        return subprocess.Popen(
            self.argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if self._plain else subprocess.STDOUT,
            env=self._env,
            cwd=ROOT,
            start_new_session=True,
            user=self._owner,
            group=self._owner,
            extra_groups=[] if become_other else None,
            text=True,
            errors="replace",
        )

    def _read(self, output: IO[str]) -> None:
        with output:
            for line in output:
                console.relay(line.rstrip("\n"), name=self.name)


def run_to_end(child: Child) -> int:
    """Runs a child that ends by itself; leaves nothing of it behind when a signal interrupts."""
    child.start()
    try:
        while (code := child.exit_code()) is None:
            signals.pause(TICK)
    finally:
        stop([child], seconds=3)
    child.show_rest()
    return code


def stop(children: Iterable[Child], *, seconds: float) -> None:
    """Asks all at once, waits for all, and kills what is left when the time is up."""
    running = [child for child in children if child.exit_code() is None]
    for child in running:
        child.ask_to_stop()
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(child.exit_code() is None for child in running):
        time.sleep(TICK)
    kill(running)


def kill(children: Iterable[Child]) -> None:
    """Returns when they are gone; a process that the kernel holds on to is not waited for long."""
    children = list(children)
    for child in children:
        child.kill_group()
    until = time.monotonic() + KILLED_IN
    while time.monotonic() < until and not all(child.is_gone() for child in children):
        time.sleep(TICK)
