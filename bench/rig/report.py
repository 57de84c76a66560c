"""What a benchmark prints: where it ran, its figures, and whether the target is met."""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from stack import ROOT
from stack.console import say


def heading(title: str) -> None:
    say(f"# {title}")
    say(f"command  {' '.join(sys.argv)}")
    say(f"commit   {_commit()}")
    say(
        f"machine  {os.cpu_count()} cores ({_processor()}), {platform.system()}, "
        f"load {os.getloadavg()[0]:.2f}, fdatasync {_sync_time():.2f} ms, "
        f"a fixed loop of Python {_loop_time():.0f} ms, "
        f"Python {platform.python_version()}"
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    texts = [list(columns), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        first, *rest = row
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        say("  ".join([first.ljust(widths[0]), *cells]).rstrip())


def verdict(claim: str, met: object) -> bool:
    say(f"{'MET   ' if met else 'MISSED'}  {claim}")
    return bool(met)


def middle(values: Iterable[float]) -> float:
    return statistics.median(values)


def spread(values: Sequence[float]) -> str:
    return f"{min(values):.0f}-{max(values):.0f}"


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.0f}" if abs(cell) >= 100 else f"{cell:.2f}"
    return str(cell)


def _commit() -> str:
    def git(*words: str) -> str:
        asked = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return asked.stdout.strip()

    changed = len(git("status", "--porcelain", "--untracked-files=no").splitlines())
    return f"{git('rev-parse', '--short', 'HEAD') or '?'}" + (
        f" + {changed} changed files" if changed else ""
    )


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open() as file:
            return next(line.partition(":")[2].strip() for line in file if "model name" in line)
    except (OSError, StopIteration):
        return platform.machine()


def _loop_time(turns: int = 500_000) -> float:
    """How fast a core is just now; on a shared machine it differs by the hour."""
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        sum(n * n for n in range(turns))
        best = min(best, time.perf_counter() - began)
    return best * 1000


def _sync_time(times: int = 50) -> float:
    """The median of a small write and fdatasync: what each commit waits for."""
    with tempfile.TemporaryFile() as file:
        took = []
        for _ in range(times):
            file.write(b"x" * 8192)
            began = time.perf_counter()
            file.flush()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000
