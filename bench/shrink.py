"""A batch of 5,000 lines shrinks to nothing: until all have another batch and the world knows."""

import argparse
import json
import time

import redis
from psycopg2.extensions import connection
from stack import signals

from bench.rig import report, stock
from bench.rig.company import Company, company
from bench.rig.listener import Listener

TARGET = 10.0
PATIENCE = 60.0
CHANNEL = "line_allocated"


def main() -> int:
    options = _options()
    report.heading("shrink: from change_batch_quantity on Redis to the last line_allocated")
    with company() as running:
        database = running.connect()
        _shrink(running, database, sku=0, lines=100)  # to warm up with
        rows = [
            _shrink(running, database, sku=n, lines=options.lines)
            for n in range(1, options.rounds + 1)
        ]
    report.table(
        [
            "lines",
            "all moved s",
            "all on the channel s",
            "visible",
            "on the channel",
            "on the stream",
        ],
        rows,
    )
    slowest = max(row[2] for row in rows)
    exact = all(row[0] == row[3] == row[4] == row[5] for row in rows)
    claim = f"slowest of {options.rounds}: {slowest:.2f} s, at most {TARGET:.0f} s; each line once"
    return 0 if report.verdict(claim, exact and slowest <= TARGET) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench shrink", description=__doc__)
    parser.add_argument("--lines", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _shrink(
    running: Company, database: connection, *, sku: int, lines: int
) -> tuple[int, float, float, int, int, int]:
    """The lines stand on B-<sku>; the other batch has room and is only taken as the second."""
    stock.receive(running, first=sku)
    stock.serve(database, batch=f"B-{sku}", sku=f"SKU-{sku}", lines=lines)
    stock.announce(running, [(f"Z-{sku}", f"SKU-{sku}", stock.AMPLE)])
    client = redis.Redis.from_url(running.redis_url)
    before = client.xlen(CHANNEL)
    with Listener(running.redis_url, CHANNEL) as listener:
        signals.pause(0.2)
        began = time.time()
        client.publish("change_batch_quantity", json.dumps({"batchref": f"B-{sku}", "qty": 0}))
        moved_after = None
        while listener.count() < lines and time.time() - began < PATIENCE:
            if moved_after is None and _visible(database, sku) == lines:
                moved_after = time.time() - began
            signals.pause(0.05)
        heard_after = max((at for _, at in listener.orders()), default=time.time()) - began
        signals.pause(0.5)  # more than there should be would come now
        heard = len({order for order, _ in listener.orders()})
        again = listener.count() - heard
    moved_after = moved_after or time.time() - began
    added = client.xlen(CHANNEL) - before
    return lines, moved_after, heard_after, _visible(database, sku), heard + again, added


def _visible(database: connection, sku: int) -> int:
    with database.cursor() as cursor:
        sql = "SELECT count(*) FROM allocations_view WHERE sku = %s AND batchref = %s"
        cursor.execute(sql, [f"SKU-{sku}", f"Z-{sku}"])
        return int(cursor.fetchone()[0])
