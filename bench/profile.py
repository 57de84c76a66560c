"""Where the processor time of an order goes: process by process, statement by statement."""

import argparse

from psycopg2.extensions import connection
from stack.console import say

from bench.rig import cpu, load, report, stock
from bench.rig.company import company

SKUS = 1_000
_STATISTICS = (
    "shared_preload_libraries=pg_stat_statements",
    "pg_stat_statements.track_planning=on",
)
_STATEMENTS = """
SELECT calls, plans, total_exec_time + total_plan_time AS ms, total_plan_time, wal_bytes,
    regexp_replace(query, '\\s+', ' ', 'g')
FROM pg_stat_statements WHERE query NOT LIKE '%%pg_stat%%' ORDER BY ms DESC LIMIT %s
"""
_TABLES = """
SELECT relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del
FROM pg_stat_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 100 ORDER BY relname
"""


def main() -> int:
    options = _options()
    report.heading("profile: processor time of an order, with the statistics of statements on")
    with company(postgres_settings=_STATISTICS) as running:
        database = running.connect()
        with database.cursor() as cursor:
            cursor.execute("CREATE EXTENSION pg_stat_statements")
        stock.receive(running, skus=SKUS)
        load.orders(running.web, seconds=2, skus=SKUS)
        for skus in (SKUS, 1):
            with database.cursor() as cursor:
                cursor.execute("SELECT pg_stat_statements_reset(), pg_stat_reset()")
            with cpu.used_by(running.children) as used:
                done = load.orders(running.web, seconds=options.seconds, skus=skus)
            _print(done, used, database, skus=skus, most=options.statements)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench profile", description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--statements", type=int, default=20, help="how many to show")
    return parser.parse_args()


def _print(
    done: load.Load, used: dict[str, float], database: connection, *, skus: int, most: int
) -> None:
    orders = done.accepted
    say(f"\n{skus:,} SKUs: {done.rate:.0f} orders/s, p50 {done.p50:.1f} ms, {done.errors} errors")
    rows = [[name, f"{seconds / orders * 1000:.3f}"] for name, seconds in used.items()]
    report.table(["processor ms per order", ""], rows)
    say(
        f"in all {sum(used.values()) / orders * 1000:.2f} ms per order, "
        f"{sum(used.values()) / done.seconds:.2f} cores busy"
    )
    with database.cursor() as cursor:
        cursor.execute(_STATEMENTS, [most])
        statements = [
            [
                f"{calls / orders:.2f}",
                f"{ms / orders * 1000:.0f}",
                f"{planning / orders * 1000:.0f}",
                f"{wal / orders:.0f}",
                text[:110],
            ]
            for calls, _, ms, planning, wal, text in cursor.fetchall()
        ]
        report.table(["calls", "µs", "planning", "WAL bytes", "per order, statement"], statements)
        cursor.execute(_TABLES)
        tables = [[name, *(f"{n / orders:.2f}" for n in counts)] for name, *counts in cursor]
        report.table(["per order", "inserts", "updates", "of them HOT", "deletes"], tables)
