"""Web server settings under the same load: granian by threads, gunicorn sync and threaded."""

import argparse
from dataclasses import dataclass, field

from psycopg2.extensions import connection
from stack import ports
from stack.console import say
from stack.readiness import wait_until_ready

from bench.rig import cpu, load, report, stock
from bench.rig.company import Company, commands, company

SKUS = 1_000
GRANIAN = (
    "granian --interface wsgi --host 127.0.0.1 --port $PORT --workers 2 --blocking-threads {} "
    "--no-ws --log-level warning config.wsgi:application"
)
GUNICORN = (
    "gunicorn --bind 127.0.0.1:$PORT --workers 2 --log-level warning --keep-alive 5 {} "
    "config.wsgi:application"
)
COMMANDS = {
    "Procfile": "",
    "granian 2 x 1 thread": GRANIAN.format(1),
    "granian 2 x 2 threads": GRANIAN.format(2),
    "granian 2 x 4 threads": GRANIAN.format(4),
    "granian 2 x 8 threads": GRANIAN.format(8),
    "gunicorn 2 sync": GUNICORN.format("--worker-class sync"),
    "gunicorn 2 x 4 gthread": GUNICORN.format("--worker-class gthread --threads 4"),
}


@dataclass
class Cell:
    """One server under one kind of load."""

    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    errors: int = 0

    def row(self) -> list[object]:
        costs = f"{report.middle(self.cost):.2f}"
        times = [report.middle(self.p50), report.middle(self.p99)]
        return [report.middle(self.rates), report.spread(self.rates), *times, costs, self.errors]


def main() -> int:
    options = _options()
    report.heading(f"servers: the same load, {options.clients} clients")
    cells: dict[tuple[str, int], Cell] = {}
    with company(env={"WORKER_CONCURRENCY": options.worker_concurrency}) as running:
        database = running.connect()
        stock.receive(running, skus=SKUS)
        urls = {name: _start(running, n, command) for n, (name, command) in _chosen(options)}
        for url in urls.values():
            load.orders(url, seconds=1, skus=SKUS)
        for turn in range(options.rounds):
            for name, url in list(urls.items())[:: -1 if turn % 2 else 1]:
                for skus in (SKUS, 1):
                    cell = cells.setdefault((name, skus), Cell())
                    _measure(cell, running, database, url, skus, options)
    _print(cells)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench servers", description=__doc__)
    parser.add_argument("--seconds", type=int, default=2, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--worker-concurrency", default="3", help="processes of the Celery worker")
    parser.add_argument("--only", default="", help="servers whose names contain this")
    return parser.parse_args()


def _chosen(options: argparse.Namespace) -> list[tuple[int, tuple[str, str]]]:
    chosen = [item for item in COMMANDS.items() if options.only in item[0]]
    return list(enumerate(chosen))


def _start(running: Company, n: int, command: str) -> str:
    """All stand ready beside each other; only one of them is loaded at a time."""
    port = ports.find_free()
    running.start(f"web{n}", command or commands()["web"], {"PORT": str(port)})
    wait_until_ready(running.supervisor, port=port)
    return f"http://127.0.0.1:{port}"


def _measure(
    cell: Cell,
    running: Company,
    database: connection,
    url: str,
    skus: int,
    options: argparse.Namespace,
) -> None:
    def run() -> tuple[load.Load, dict[str, float]]:
        with cpu.used_by(running.children) as used:
            done = load.orders(url, seconds=options.seconds, clients=options.clients, skus=skus)
        return done, used

    done, used = cpu.quietly(run)
    shown = load.visible(done, database)
    cell.rates.append(min(done.accepted, shown) / done.seconds)
    cell.p50.append(done.p50)
    cell.p99.append(done.p99)
    cell.cost.append(sum(used.values()) / max(done.accepted, 1) * 1000)
    cell.errors += done.errors + done.accepted - shown


def _print(cells: dict[tuple[str, int], Cell]) -> None:
    columns = ["", "SKUs", "orders/s", "range", "p50 ms", "p99 ms", "CPU ms/order", "errors"]
    rows = [[name, f"{skus:,}", *cell.row()] for (name, skus), cell in cells.items()]
    report.table(columns, sorted(rows, key=lambda row: str(row[1]), reverse=True))
    say(cpu.disturbance())
