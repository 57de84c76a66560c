"""A receipt that fills a queue of 10,000 waiting lines: until all are served and told of."""

import argparse
import json
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from psycopg2.extensions import connection
from stack import signals
from stack.console import say

from bench.rig import inside, report, stock, waiting
from bench.rig.company import Company, company
from bench.rig.customers import enroll
from bench.rig.listener import Listener
from bench.rig.receiver import Receiver

TARGET = 5.0
PATIENCE = 90.0
CHANNEL = "line_allocated"
CUSTOMER = "bench-films"
NEW, DUE = "new batch, POST /add_batch", "batch on its way, ReceiveBatch"

_SERVED = "SELECT count(*) FROM allocations_view WHERE sku = %s"
_UNTOLD = """SELECT (SELECT count(*) FROM messaging_delivery)
    + (SELECT count(*) FROM messaging_webhookmessage WHERE state = 'pending')"""

Receipt = Callable[[Company, int, int], float]


@dataclass
class Filled:
    """Seconds from the request until all lines were served, published, and everybody told."""

    how: str
    lines: int
    served: int
    served_after: float
    heard: int
    heard_after: float
    told_after: float
    webhooks: int

    @property
    def is_complete(self) -> bool:
        return self.served == self.heard == self.lines


def main() -> int:
    options = _options()
    report.heading("queue: a receipt for waiting lines of one SKU, half of them of customers")
    with company() as running, Receiver() as receiver:
        enroll(running, CUSTOMER, email="anna@example.com", webhook=receiver.url)
        numbers = iter(range(2 * options.rounds + 2))
        for receipt in _RECEIPTS.values():  # to warm up with
            _fill(running, receiver, receipt, n=next(numbers), lines=100, how="")
        done = [
            _fill(running, receiver, receipt, n=next(numbers), lines=options.lines, how=how)
            for _ in range(options.rounds)
            for how, receipt in _RECEIPTS.items()
        ]
        books = inside.python(running, "manage.py", "audit_stock").strip()
    return _print(done, books)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench queue", description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2, help="each with both kinds of receipt")
    return parser.parse_args()


def _fill(
    running: Company, receiver: Receiver, receipt: Receipt, *, n: int, lines: int, how: str
) -> Filled:
    """SKU-<n> is known by a batch of one unit on its way, which no line fits into."""
    sku, database = f"SKU-{n}", running.connect()
    stock.announce(running, [(f"B-{n}", sku, 1, "2040-01-01")])
    waiting.queue(database, sku=sku, lines=lines, customer=CUSTOMER)
    before = receiver.count
    with Listener(running.redis_url, CHANNEL) as listener, ThreadPoolExecutor(1) as pool:
        signals.pause(0.2)
        began = pool.submit(receipt, running, n, lines * waiting.UNITS)
        served_at = _when(lambda: _number(database, _SERVED, sku) >= lines)
        _when(lambda: listener.count() >= lines)
        heard_at = max((at for _, at in listener.orders()), default=time.time())
        told_at = _when(lambda: not _number(database, _UNTOLD))
        start = began.result()
        heard = len(listener.orders())
    served, hooks = _number(database, _SERVED, sku), receiver.count - before
    after = [moment - start for moment in (served_at, heard_at, told_at)]
    return Filled(how, lines, served, after[0], heard, after[1], after[2], hooks)


def _new_batch(running: Company, n: int, units: int) -> float:
    body = {"ref": f"N-{n}", "sku": f"SKU-{n}", "qty": units, "eta": None}
    request = urllib.request.Request(
        f"{running.web}/add_batch",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    began = time.time()
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        answer.read()
    return began


def _batch_on_its_way(running: Company, n: int, units: int) -> float:
    """More came than was announced; the time that Python needs to start is not counted."""
    return float(inside.python(running, "-P", "-m", "bench.rig.arrive", f"B-{n}", str(units)))


_RECEIPTS: dict[str, Receipt] = {NEW: _new_batch, DUE: _batch_on_its_way}


def _when(is_done: Callable[[], bool]) -> float:
    """The moment when it was so, or when patience ended."""
    until = time.time() + PATIENCE
    while not is_done() and time.time() < until:
        signals.pause(0.05)
    return time.time()


def _number(database: connection, sql: str, *parameters: object) -> int:
    with database.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.fetchone()[0])


def _print(done: list[Filled], books: str) -> int:
    columns = ["", "lines", "served s", "all on the channel s", "all told s", "webhooks"]
    report.table(
        columns,
        [
            [one.how, one.lines, one.served_after, one.heard_after, one.told_after, one.webhooks]
            for one in done
        ],
    )
    say(f"audit_stock: {books}")
    slowest = max(one.served_after for one in done)
    met = [
        report.verdict(
            f"slowest receipt: all served after {slowest:.2f} s, at most {TARGET:.0f} s",
            slowest <= TARGET,
        ),
        report.verdict(
            "each line is served and was published once; the books agree",
            all(one.is_complete for one in done),
        ),
    ]
    return 0 if all(met) else 1
