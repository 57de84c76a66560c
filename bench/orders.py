"""Orders of 1, 5 and 20 lines over the REST API: lines per second, and every order whole."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from psycopg2.extensions import connection
from stack.console import say

from bench.rig import cpu, load, report, stock
from bench.rig.company import Company, company
from bench.rig.customers import NO_LIMIT, Client, enroll
from bench.rig.deliveries import until_drained

SKUS = 1_000
SIZES = (1, 5, 20)
TIMES = 4  # lines per second in the largest orders, as a multiple of those in single ones
CLASSIC = "floor: single lines, POST /allocate"
CUSTOMER = "bench-films"
LOOKED_AT = 5  # orders of each measurement that are read through the API, too

_WHOLE = """SELECT count(*) FILTER (WHERE lines = %(lines)s AND NOT orderid = ANY(%(open)s)),
    count(*) FILTER (WHERE lines <> %(lines)s)
FROM (
    SELECT l.orderid, count(v.batchref) AS lines
    FROM allocation_orderline l
    LEFT JOIN allocations_view v ON v.orderid = l.orderid AND v.sku = l.sku AND v.batchref <> ''
    WHERE l.orderid LIKE %(like)s GROUP BY l.orderid
) placed"""


@dataclass
class Cell:
    """Orders of one size, over all rounds. `torn`: those of which some lines were taken only."""

    lines: int
    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    errors: int = 0
    lost: int = 0
    torn: int = 0
    refusal: str = ""

    @property
    def line_rate(self) -> float:
        return report.middle(self.rates) * self.lines

    def add(self, done: load.Load, whole: int, torn: int) -> None:
        self.rates.append(min(done.accepted, whole) / done.seconds)
        self.p50.append(done.p50)
        self.p99.append(done.p99)
        self.errors += done.errors
        self.lost += done.accepted - whole
        self.torn += torn
        self.refusal = self.refusal or done.first_refusal

    def row(self) -> list[object]:
        rates = [report.middle(self.rates), report.spread(self.rates), self.line_rate]
        times = [report.middle(self.p50), max(self.p99)]
        return [*rates, *times, self.errors, self.lost, self.torn]


def main() -> int:
    options = _options()
    report.heading("orders: those that got 201 and have a batch for each line, per second")
    with company(env=NO_LIMIT) as running:
        database = running.connect()
        stock.receive(running, skus=SKUS)
        key = enroll(running, CUSTOMER)
        cells = _measure(running, database, key, options)
    return _print(cells)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench orders", description=__doc__)
    parser.add_argument("--seconds", type=int, default=4, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    return parser.parse_args()


def _measure(
    running: Company, database: connection, key: str, options: argparse.Namespace
) -> dict[str, Cell]:
    """Round by round; what each load leaves to be told is told before the next one begins."""
    post = partial(load.orders, running.web, clients=options.clients, skus=SKUS)
    place = partial(post, path="/api/v1/orders", key=key)
    loads: dict[str, tuple[int, Callable[..., load.Load]]] = {CLASSIC: (1, post)}
    for n in SIZES:
        loads[f"orders of {n}"] = n, partial(place, lines=n)
    for _, send in loads.values():
        send(seconds=1)
    cells: dict[str, Cell] = {}
    for _ in range(options.rounds):
        for name, (lines, send) in loads.items():
            until_drained(database)
            done = cpu.quietly(partial(send, seconds=options.seconds))
            cell = cells.setdefault(name, Cell(lines))
            owner = "" if name == CLASSIC else f"{CUSTOMER}/"
            cell.add(done, *_whole(done, database, lines=lines, owner=owner))
            if owner:
                cell.lost += _unread(done, running, database, key, lines)
    return cells


def _whole(done: load.Load, database: connection, *, lines: int, owner: str) -> tuple[int, int]:
    """Orders with a batch for each line, of those answered; and orders with fewer, of all."""
    values = {
        "lines": lines,
        "open": [owner + orderid for orderid in done.open],
        "like": f"{owner}{done.prefix}-%",
    }
    with database.cursor() as cursor:
        cursor.execute(_WHOLE, values)
        whole, torn = cursor.fetchone()
        return int(whole), int(torn)


def _unread(done: load.Load, running: Company, database: connection, key: str, lines: int) -> int:
    """How many of a few orders the API does not show as the tables have them."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT reference FROM allocation_order WHERE reference LIKE %s LIMIT %s",
            [f"{done.prefix}-%", LOOKED_AT],
        )
        references = [reference for (reference,) in cursor.fetchall()]
    client = Client(running.web, key)
    answers = [client.get(f"orders/{reference}") for reference in references]
    good = [
        answer
        for answer in answers
        if answer.status == 200
        and len(answer.data["lines"]) == lines
        and all(line["allocated"] for line in answer.data["lines"])
    ]
    return len(answers) - len(good)


def _print(cells: dict[str, Cell]) -> int:
    columns = ["", "orders/s", "range", "lines/s", "p50 ms", "p99 ms", "errors", "lost", "torn"]
    report.table(columns, [[name, *cell.row()] for name, cell in cells.items()])
    say(cpu.disturbance())
    for name, cell in cells.items():
        if cell.refusal:
            say(f"first refusal of {name!r}: {cell.refusal}")
    single, largest = (cells[f"orders of {n}"].line_rate for n in (SIZES[0], SIZES[-1]))
    ratio = largest / single if single else 0
    met = [
        report.verdict(
            f"orders of {SIZES[-1]}: {largest:.0f} lines/s, {ratio:.1f} times the {single:.0f}"
            f" lines/s of single ones, at least {TIMES} times",
            ratio >= TIMES,
        ),
        report.verdict(
            "every order has all its lines or none; no error, and nothing that got 201 is lost",
            not any(cell.errors or cell.lost or cell.torn for cell in cells.values()),
        ),
    ]
    return 0 if all(met) else 1
