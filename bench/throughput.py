"""Orders per second: 1,000 SKUs and one hot SKU, beside the floors of the same run."""

import argparse
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from psycopg2.extensions import connection
from stack.console import say

from bench.floor.server import Floor
from bench.rig import cpu, load, report, stock
from bench.rig.company import Company, company
from bench.rig.pgbench import transactions_per_second

SKUS = 1_000
LEAST = 500  # orders per second that are asked for on a machine of two cores
UNIFORM, HOT = "product, 1,000 SKUs", "product, one hot SKU"
BY_HAND = "floor: DRF, the statements one by one"


@dataclass
class Cell:
    """One kind of load, over all rounds."""

    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    errors: int = 0
    lost: int = 0
    refusal: str = ""

    def add(self, done: load.Load, shown: int) -> None:
        self.rates.append(min(done.accepted, shown) / done.seconds)
        self.p50.append(done.p50)
        self.p99.append(done.p99)
        self.errors += done.errors
        self.lost += done.accepted - shown
        self.refusal = self.refusal or done.first_refusal

    @property
    def rate(self) -> float:
        return report.middle(self.rates)


def main() -> int:
    options = _options()
    report.heading("throughput: orders that got 202 and are visible with a batch, per second")
    with company() as running:
        database = running.connect()
        stock.receive(running, skus=SKUS)
        floor = Floor(running)
        cells = _measure(running, database, floor, options)
    return _print(cells)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench throughput", description=__doc__)
    parser.add_argument("--seconds", type=int, default=4, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    return parser.parse_args()


def _measure(
    running: Company, database: connection, floor: Floor, options: argparse.Namespace
) -> dict[str, Cell]:
    """Round by round, so that what else the machine does meets all cells alike."""
    cells: dict[str, Cell] = defaultdict(Cell)
    seconds, clients = options.seconds, options.clients
    post = partial(load.orders, clients=clients)
    own: dict[str, Callable[[], load.Load]] = {
        UNIFORM: partial(post, running.web, seconds=seconds, skus=SKUS),
        HOT: partial(post, running.web, seconds=seconds, skus=1),
    }
    by_hand = {
        BY_HAND: "one-by-one",
        "floor: DRF, all in one round trip": "one-trip",
        "floor: DRF, no statement": "nothing",
    }
    for url in (running.web, floor.url):
        path = "/allocate" if url == running.web else "/one-by-one/allocate"
        post(url, path=path, seconds=2, skus=SKUS)
    for _ in range(options.rounds):
        for name, send in own.items():
            done = cpu.quietly(send)
            cells[name].add(done, load.visible(done, database))
        for name, depth in by_hand.items():
            short = 2 if depth == "nothing" else max(2, seconds - 1)
            path = f"/{depth}/allocate"
            done = cpu.quietly(partial(post, floor.url, path=path, seconds=short, skus=SKUS))
            shown = done.accepted if depth == "nothing" else load.visible(done, floor.database)
            cells[name].add(done, shown)
        for name, one_trip in (("one by one", False), ("all in one round trip", True)):
            run = partial(
                transactions_per_second, seconds=2, clients=clients, skus=SKUS, one_trip=one_trip
            )
            rate = cpu.quietly(partial(run, floor.database_url))
            cells[f"floor: pgbench, {name}"].rates.append(rate)
    return cells


def _print(cells: dict[str, Cell]) -> int:
    floor = cells[BY_HAND].rate
    columns = ["", "orders/s", "range", "of floor", "p50 ms", "p99 ms", "errors", "lost"]
    rows = [
        [
            name,
            cell.rate,
            report.spread(cell.rates),
            f"{cell.rate / floor:.0%}",
            report.middle(cell.p50) if cell.p50 else "",
            max(cell.p99) if cell.p99 else "",
            cell.errors,
            cell.lost,
        ]
        for name, cell in cells.items()
    ]
    report.table(columns, rows)
    say(cpu.disturbance())
    for name, cell in cells.items():
        if cell.refusal:
            say(f"first refusal of {name!r}: {cell.refusal}")
    return _judge(cells, floor)


def _judge(cells: dict[str, Cell], floor: float) -> int:
    uniform, hot = cells[UNIFORM], cells[HOT]
    hot_share = hot.rate / uniform.rate
    clean = not (uniform.errors or hot.errors or uniform.lost or hot.lost)
    met = [
        report.verdict(
            f"1,000 SKUs: {uniform.rate:.0f}/s, at least {LEAST}", uniform.rate >= LEAST
        ),
        report.verdict(
            f"1,000 SKUs: {uniform.rate / floor:.0%} of the floor's {floor:.0f}/s, at least 50 %",
            uniform.rate >= floor / 2,
        ),
        report.verdict(f"hot SKU: {hot_share:.0%} of that, at least 85 %", hot_share >= 0.85),
        report.verdict("no error, and nothing that got 202 is lost", clean),
    ]
    return 0 if all(met) else 1
