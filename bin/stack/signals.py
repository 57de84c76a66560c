"""Ctrl-C and its kin: noted when they arrive, acted upon only where nothing is half done."""

import signal
import time
from types import FrameType

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK = 0.05

_asked = False


class Stopped(Exception):
    """A signal asked for the end."""


def listen() -> None:
    """From here on a signal is noted; so is one that came while `hold` was in force."""
    for number in ASKING:
        started_by_nohup = number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN
        if not started_by_nohup:
            signal.signal(number, _note)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)


def hold() -> None:
    """Keeps signals waiting while this process turns into another program."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ASKING)


def asked() -> bool:
    return _asked


def pause(seconds: float) -> None:
    """Sleeps; raises Stopped as soon as a signal has asked for the end."""
    until = time.monotonic() + seconds
    while True:
        if _asked:
            raise Stopped
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, TICK))


def _note(_number: int, _frame: FrameType | None) -> None:
    global _asked
    _asked = True
