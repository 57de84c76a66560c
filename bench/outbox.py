"""From the answer to the channel: does the outbox keep up with the API, and how late is it?"""

import argparse
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from psycopg2.extensions import connection
from stack import signals
from stack.console import say

from bench.rig import load, report, stock
from bench.rig.company import Company, company
from bench.rig.deliveries import until_drained, waiting
from bench.rig.listener import Listener

SKUS = 1_000
CHANNEL = "line_allocated"
LATEST = 1.0  # seconds from the 202 to the channel, for 99 of 100 orders at half the load


@dataclass
class Backlog:
    """Deliveries not made yet, sampled every second while the load runs."""

    samples: list[int] = field(default_factory=list)

    def watch(self, database: connection, ended: threading.Event) -> None:
        while not ended.wait(1):
            self.samples.append(waiting(database))


def main() -> int:
    options = _options()
    report.heading("outbox: from the 202 to the channel line_allocated")
    with company() as running:
        database = running.connect()
        stock.receive(running, skus=SKUS)
        load.orders(running.web, seconds=2, skus=SKUS)
        signals.pause(1)
        until_drained(database)
        full_rate, kept_up = _full_load(running, database, options)
        in_time = _half_load(running, database, options, rate=full_rate / 2)
    return 0 if kept_up and in_time else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench outbox", description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="length of each load")
    parser.add_argument("--clients", type=int, default=8)
    return parser.parse_args()


def _full_load(
    running: Company, database: connection, options: argparse.Namespace
) -> tuple[float, bool]:
    backlog, ended = Backlog(), threading.Event()
    watcher = threading.Thread(target=backlog.watch, args=[running.connect(), ended])
    with Listener(running.redis_url, CHANNEL) as listener:
        watcher.start()
        done = load.orders(running.web, seconds=options.seconds, clients=options.clients, skus=SKUS)
        left = waiting(database)
        ended.set()
        watcher.join()
        drained_in = until_drained(database)
        shown = load.visible(done, database) + _shown(done.open, database)
        heard = _until_heard(listener, shown)
    say(f"full load, {options.seconds} s, {options.clients} clients:")
    rows = [
        ["orders accepted per second", done.rate],
        ["errors", done.errors],
        ["deliveries waiting during the load, median", statistics.median(backlog.samples)],
        ["deliveries waiting during the load, most", max(backlog.samples)],
        ["deliveries waiting when it ended", left],
        ["seconds until none waited", drained_in],
        ["allocations stored", shown],
        ["messages heard on the channel", heard],
    ]
    report.table(["", ""], rows)
    delivered = (shown - left) / done.seconds
    kept_up = report.verdict(
        f"deliveries during the load: {delivered:.0f}/s of {shown / done.seconds:.0f}/s stored; "
        f"{left} left at its end, at most half a second's worth",
        left <= done.rate / 2 and not done.errors,
    )
    complete = report.verdict(f"each allocation was heard: {heard} of {shown}", heard >= shown)
    return done.rate, kept_up and complete


def _half_load(
    running: Company, database: connection, options: argparse.Namespace, *, rate: float
) -> bool:
    times = running.data.path / "times"
    with Listener(running.redis_url, CHANNEL) as listener:
        done = load.orders(
            running.web,
            seconds=options.seconds,
            clients=options.clients,
            skus=SKUS,
            rate=rate,
            times=times,
        )
        until_drained(database)
        _until_heard(listener, done.accepted)
        heard = dict(reversed(listener.orders()))  # the first time counts
    answered = _answered(times)
    delays = sorted(heard[order] - moment for order, moment in answered.items() if order in heard)
    missing = len(answered) - len(delays)
    say(f"half the load, {done.rate:.0f} orders/s for {options.seconds} s:")
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "slowest": 1.0}
    report.table(
        ["seconds from the 202 to the channel", *shares],
        [["", *(delays[min(int(len(delays) * s), len(delays) - 1)] for s in shares.values())]],
    )
    p99 = delays[int(len(delays) * 0.99)]
    return report.verdict(
        f"p99 is {p99:.3f} s, under {LATEST:.0f} s; {missing} of {len(answered)} never came",
        p99 < LATEST and not missing and not done.errors,
    )


def _shown(orders: list[str], database: connection) -> int:
    sql = "SELECT count(*) FROM allocations_view WHERE orderid = ANY(%s)"
    return _number(database, sql, orders)


def _number(database: connection, sql: str, *parameters: object) -> int:
    with database.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.fetchone()[0])


def _until_heard(listener: Listener, expected: int) -> int:
    until = time.monotonic() + 5
    while (heard := listener.count()) < expected and time.monotonic() < until:
        signals.pause(0.1)
    return heard


def _answered(times: Path) -> dict[str, float]:
    pairs = (line.split() for line in times.read_text().splitlines())
    return {order: float(moment) for order, moment in pairs}
