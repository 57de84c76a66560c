"""Keeps processes running, and stops them in order."""

import signal
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from stack import processes, signals
from stack.console import say
from stack.processes import Child

FIRST_DELAY = 1.0
LONGEST_DELAY = 10.0
STEADY_AFTER = 30.0
APPS_STOP_IN = 3.0
ALL_STOP_IN = 4.4


@dataclass
class Kept:
    """A process that is started again whenever it ends, later each time while it keeps failing."""

    child: Child
    delay: float = FIRST_DELAY
    since: float = field(default_factory=time.monotonic)
    due: float | None = None

    def look_after(self, now: float) -> None:
        if self.due is not None:
            self._start_when_due(now, self.due)
        elif (code := self.child.exit_code()) is not None:
            self._plan_restart(now, code)

    def _start_when_due(self, now: float, due: float) -> None:
        if now >= due:
            self.child.start()
            self.since, self.due = now, None

    def _plan_restart(self, now: float, code: int) -> None:
        if now - self.since > STEADY_AFTER:
            self.delay = FIRST_DELAY
        say(f"{self.child.name} {_how(code)}; starting it again in {self.delay:.0f} s")
        self.due = now + self.delay
        self.delay = min(self.delay * 2, LONGEST_DELAY)


class Supervisor:
    """Everything that bin/run started. Leaving the `with` block stops it all within 5 seconds."""

    def __init__(self) -> None:
        self._services: list[Kept] = []
        self._apps: list[Kept] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def adopt(self, service: Child) -> None:
        """Takes over a service that starts itself and that the other processes need to the last."""
        self._services.append(Kept(service))

    def keep(self, app: Child) -> None:
        app.start()
        self._apps.append(Kept(app))

    def look_after(self, *, seconds: float) -> None:
        """Restarts what has ended, for about this long; raises Stopped when a signal arrives."""
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            for kept in self._services + self._apps:
                kept.look_after(now)
            signals.pause(min(0.1, seconds))

    def down(self) -> list[str]:
        """The names of those that are not running now."""
        return [kept.child.name for kept in self._services + self._apps if kept.due is not None]

    def steady_for(self) -> float:
        """Seconds since the last of them was started."""
        return time.monotonic() - max((kept.since for kept in self._apps), default=0.0)

    def stop(self) -> None:
        """The Procfile's processes first; then what they use. Never longer than 5 seconds."""
        until = time.monotonic() + ALL_STOP_IN
        processes.stop([kept.child for kept in self._apps], seconds=APPS_STOP_IN)
        left = until - time.monotonic()
        processes.stop([kept.child for kept in self._services], seconds=left)
        for kept in self._apps:
            kept.child.show_rest()
        self._apps.clear()
        self._services.clear()


def _how(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
