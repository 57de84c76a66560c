"""Does an allocation stay as fast as in an empty company, whatever has piled up?"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from psycopg2.extensions import connection
from stack import ports
from stack.console import say
from stack.readiness import wait_until_ready

from bench.rig import cpu, load, report, stock
from bench.rig.company import Company, commands, servers

MOST = 1.3
EMPTY = "empty company"
CLIENTS = (1, 8)
OTHER_SKUS = 1_000

Past = Callable[[Company, str], None]


@dataclass
class Place:
    """A company of its own: database, web process, and its median latencies by clients."""

    url: str
    database: connection
    p50: dict[int, list[float]] = field(default_factory=lambda: {n: [] for n in CLIENTS})
    errors: int = 0


def main() -> int:
    options = _options()
    report.heading("flatness: p50 of POST /allocate for one SKU, beside that of an empty company")
    with servers() as running:
        places = {
            name: _open(running, n, fill) for n, (name, fill) in enumerate(_pasts(options).items())
        }
        for place in places.values():
            load.orders(place.url, seconds=1)
        for turn in range(options.rounds):
            # Turned round each time, so that a drift of the machine favours nobody.
            for place in list(places.values())[:: -1 if turn % 2 else 1]:
                _measure(place, seconds=options.seconds)
    return _print(places)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench flatness", description=__doc__)
    parser.add_argument("--seconds", type=int, default=1, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--lines", type=int, default=100_000, help="on one batch")
    parser.add_argument("--batches", type=int, default=1_000, help="full, of the same SKU")
    parser.add_argument("--others", type=int, default=1_000_000, help="allocations of other SKUs")
    return parser.parse_args()


def _pasts(options: argparse.Namespace) -> dict[str, Past]:
    """What happened in each company before. SKU-1 is the one that is ordered."""

    def nothing(running: Company, url: str) -> None:
        stock.receive(running, database_url=url)

    def lines(running: Company, url: str) -> None:
        stock.receive(running, database_url=url)
        stock.serve(running.connect(url), batch="B-1", sku="SKU-1", lines=options.lines)

    def batches(running: Company, url: str) -> None:
        full = ((f"A-{n}", "SKU-1", 1) for n in range(1, options.batches + 1))
        stock.announce(running, [*full, ("B-1", "SKU-1", stock.AMPLE)], database_url=url)
        stock.fill(running.connect(url), batches=options.batches, sku="SKU-1")

    def others(running: Company, url: str) -> None:
        stock.receive(running, skus=1 + OTHER_SKUS, database_url=url)
        stock.serve_others(running, database_url=url, lines=options.others, skus=OTHER_SKUS)

    return {
        EMPTY: nothing,
        f"{options.lines:,} lines on the batch": lines,
        f"{options.batches:,} full batches of the SKU": batches,
        f"{options.others:,} allocations of other SKUs": others,
    }


def _open(running: Company, n: int, past: Past) -> Place:
    """No worker runs: what is measured is the command, alike in all places."""
    env = {
        "DATABASE_URL": f"{running.database_url}{n}",
        "REDIS_URL": f"{running.redis_url[:-1]}{n}",
        "PORT": str(ports.find_free()),
    }
    with running.connect().cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {env['DATABASE_URL'].rpartition('/')[2]} TEMPLATE scents")
    began = time.monotonic()
    past(running, env["DATABASE_URL"])
    say(f"company {n + 1} has its past after {time.monotonic() - began:.1f} s")
    running.start(f"web{n}", commands()["web"], env)
    wait_until_ready(running.supervisor, port=int(env["PORT"]))
    return Place(f"http://127.0.0.1:{env['PORT']}", running.connect(env["DATABASE_URL"]))


def _measure(place: Place, *, seconds: int) -> None:
    for clients, p50 in place.p50.items():
        done = cpu.quietly(partial(load.orders, place.url, seconds=seconds, clients=clients))
        p50.append(done.p50)
        place.errors += done.errors + done.accepted - load.visible(done, place.database)


def _print(places: dict[str, Place]) -> int:
    empty = places[EMPTY]
    rows, met = [], []
    for name, place in places.items():
        row: list[object] = [name]
        for clients in CLIENTS:
            pairs = zip(place.p50[clients], empty.p50[clients], strict=True)
            ratio = report.middle(mine / its for mine, its in pairs)
            row += [report.middle(place.p50[clients]), f"{ratio:.2f}"]
            met.append(ratio <= MOST)
        rows.append([*row, place.errors])
    report.table(
        ["", "1 client: p50 ms", "of empty", "8 clients: p50 ms", "of empty", "errors"], rows
    )
    say(cpu.disturbance())
    met.append(not any(place.errors for place in places.values()))
    claim = f"each within {MOST} times the empty company (median of paired rounds), no errors"
    return 0 if report.verdict(claim, all(met)) else 1
