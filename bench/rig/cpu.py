"""How much processor time each part of the company used, and how much strangers did."""

import os
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from stack import signals
from stack.processes import Child

R = TypeVar("R")

MOST_FOREIGN = 0.15
"""Share of the machine that strangers may use while we measure; beyond it we measure again."""
ATTEMPTS = 3
WAIT_FOR_QUIET = 5.0

_TICKS = os.sysconf("SC_CLK_TCK")
_CORES = os.cpu_count() or 1
_disturbed: list[float] = []


@contextmanager
def used_by(children: Mapping[str, Child]) -> Iterator[dict[str, float]]:
    """Seconds of processor time by name, filled when the block ends; with the load's own."""
    used: dict[str, float] = {}
    before, load_before = _by_name(children), _of_ended_children()
    yield used
    for name, seconds in _by_name(children).items():
        used[name] = seconds - before.get(name, 0.0)
    used["load generator"] = _of_ended_children() - load_before


def quietly(measure: Callable[[], R]) -> R:
    """The least disturbed of a few tries, one where the machine is ours alone."""
    tries = []
    for _ in range(ATTEMPTS):
        _wait_for_quiet()
        began, foreign = time.monotonic(), _foreign()
        result = measure()
        share = (_foreign() - foreign) / (time.monotonic() - began) / _CORES
        tries.append((share, len(tries), result))
        if share <= MOST_FOREIGN:
            break
    share, _, result = min(tries)
    _disturbed.append(share)
    return result


def disturbance() -> str:
    """How much of the machine strangers used while we measured, for the report."""
    return f"strangers used up to {max(_disturbed, default=0):.0%} of the machine while it measured"


def _wait_for_quiet() -> None:
    until = time.monotonic() + WAIT_FOR_QUIET
    while time.monotonic() < until:
        foreign = _foreign()
        signals.pause(0.25)
        if (_foreign() - foreign) / 0.25 / _CORES <= MOST_FOREIGN:
            break


def _foreign() -> float:
    """Seconds that all processors ever worked, without what we and our children had them do."""
    line = Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]
    user, nice, system, _idle, _waiting, *interrupts = map(int, line)
    busy = (user + nice + system + sum(interrupts)) / _TICKS
    return busy - _total(os.getpid(), *_processes())


def _by_name(children: Mapping[str, Child]) -> dict[str, float]:
    """Each with all that it started."""
    processes = _processes()
    return {name: _total(child.pid, *processes) for name, child in children.items() if child.pid}


def _processes() -> tuple[dict[int, float], dict[int, list[int]]]:
    """Processor time of each process with its ended children, and the children of each."""
    times: dict[int, float] = {}
    below: dict[int, list[int]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name, in brackets, may hold spaces.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(stat.parent.name)
        below[int(fields[1])].append(pid)
        times[pid] = sum(map(int, fields[11:15])) / _TICKS
    return times, below


def _total(pid: int, times: dict[int, float], below: dict[int, list[int]]) -> float:
    return times.get(pid, 0.0) + sum(_total(child, times, below) for child in below[pid])


def _of_ended_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
