"""The last K units of a SKU and 3K buyers at once: exactly K get one, and nobody gets an error."""

import argparse

from psycopg2.extensions import connection
from stack.console import say

from bench.rig import load, report, stock
from bench.rig.company import company


def main() -> int:
    options = _options()
    report.heading("last units: three times as many buyers as units")
    with company() as running:
        database = running.connect()
        met = []
        for n in range(1, options.rounds + 1):
            stock.receive(running, first=n, qty=options.units)
            done = load.orders(
                running.web,
                skus=1,
                first_sku=n,
                clients=options.clients,
                total=3 * options.units,
            )
            met.append(_judge(done, database, n, options.units))
    return 0 if all(met) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench last_units", description=__doc__)
    parser.add_argument("--units", type=int, default=500, help="K")
    parser.add_argument("--rounds", type=int, default=3, help="each with another SKU")
    parser.add_argument("--clients", type=int, default=8)
    return parser.parse_args()


def _judge(done: load.Load, database: connection, n: int, units: int) -> bool:
    sql = """SELECT
        (SELECT count(*) FROM allocations_view WHERE sku = %(sku)s),
        (SELECT count(*) FROM allocation_orderline WHERE sku = %(sku)s AND waiting),
        (SELECT allocated_quantity FROM allocation_batch WHERE sku = %(sku)s)"""
    with database.cursor() as cursor:
        cursor.execute(sql, {"sku": f"SKU-{n}"})
        served, waiting, taken = cursor.fetchone()
    report.table(
        ["buyers", "got 202", "errors", "with a batch", "waiting", "orders/s", "p50 ms", "p99 ms"],
        [[done.sent, done.accepted, done.errors, served, waiting, done.rate, done.p50, done.p99]],
    )
    if done.first_refusal:
        say(f"first refusal: {done.first_refusal}")
    return report.verdict(
        f"exactly {units} have a batch, {done.sent - units} wait, no error",
        served == taken == units and waiting == done.sent - units and not done.errors,
    )
