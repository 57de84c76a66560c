"""How fast `allocate_csv` is, from the start of the process to its end.

Runs twice, the second time with nothing left to do. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from bench.rig import inside
from bench.rig.company import Company, servers


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench csv_speed", description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--skus", type=int, default=1_000)
    parser.add_argument("--batches-per-sku", type=int, default=2)
    options = parser.parse_args()
    with servers() as running, tempfile.TemporaryDirectory() as folder:
        batches, orders = Path(folder, "batches.csv"), Path(folder, "orders.csv")
        write_files(batches, orders, options.lines, options.skus, options.batches_per_sku)
        command = ["manage.py", "allocate_csv", str(batches), str(orders)]
        first = _timed(running, [*command, str(Path(folder, "allocations.csv"))])
        again = _timed(running, [*command, str(Path(folder, "again.csv"))])
    report = {
        "lines": options.lines,
        "skus": options.skus,
        "batches": options.skus * options.batches_per_sku,
        "seconds": round(first, 2),
        "lines_per_second": round(options.lines / first),
        "lines_per_second_again": round(options.lines / again),
        "cores": os.cpu_count(),
        "command": " ".join(sys.argv),
    }
    print(json.dumps(report))


def write_files(batches: Path, orders: Path, lines: int, skus: int, per_sku: int) -> None:
    """Stock for nearly all of the lines; one line of a few units for each order."""
    run, dice = f"{time.time_ns():x}", random.Random(1)
    per_batch = max(1, round(5.4 * lines / skus / per_sku))
    _write(
        batches,
        ["ref", "sku", "qty", "eta"],
        (
            [
                f"{run}-B{sku}-{n}",
                f"{run}-SCENT-{sku}",
                per_batch,
                date(2030, 1, 1) + timedelta(n) if n else "",
            ]
            for sku in range(skus)
            for n in range(per_sku)
        ),
    )
    _write(
        orders,
        ["orderid", "sku", "qty"],
        (
            [f"{run}-O{n}", f"{run}-SCENT-{dice.randrange(skus)}", dice.randint(1, 10)]
            for n in range(lines)
        ),
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def _timed(company: Company, command: Sequence[str]) -> float:
    began = time.perf_counter()
    print(inside.python(company, *command), end="", file=sys.stderr)
    return time.perf_counter() - began
