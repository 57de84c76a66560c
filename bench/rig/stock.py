"""Stock by commands, and history by set-based SQL in all tables that commands would have filled."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from psycopg2.extensions import connection

from bench.rig import inside

if TYPE_CHECKING:
    from bench.rig.company import Company

AMPLE = 1_000_000_000

# One history of lines: the SKU and batch of line n are given by two expressions.
_SERVE = """
CREATE TEMP TABLE line AS SELECT n, %(prefix)s || '-' || n AS orderid, {sku} AS sku,
    {batch} AS batch FROM generate_series(1, %(lines)s) n;
INSERT INTO allocation_orderline (orderid, sku, qty, position, promised, accepted_at)
    SELECT orderid, sku, 1, n + 1, current_date, now() FROM line;
INSERT INTO allocation_allocation (orderid, sku, batchref, qty, reason)
    SELECT orderid, sku, batch, 1, 'batch ' || batch || ': in the warehouse' FROM line;
INSERT INTO allocations_view (orderid, sku, qty, batchref) SELECT orderid, sku, 1, batch FROM line;
INSERT INTO allocation_stockmovement
    (batchref, sku, kind, purchased, allocated, orderid, reason, actor, recorded_at)
    SELECT batch, sku, 'allocate', 0, 1, orderid, 'batch ' || batch || ': in the warehouse',
    'bench', now() FROM line;
INSERT INTO messaging_outbox (id, recorded_at, type, aggregate_id, version, payload, actor)
    SELECT gen_random_uuid(), now(), 'Allocated', sku, n + 1, jsonb_build_object('orderid', orderid,
    'sku', sku, 'qty', 1, 'batchref', batch), 'bench' FROM line;
UPDATE allocation_batch b SET allocated_quantity = allocated_quantity + taken.units
    FROM (SELECT batch, count(*) AS units FROM line GROUP BY batch) taken
    WHERE b.reference = taken.batch;
UPDATE allocation_product p SET version_number = version_number + taken.units
    FROM (SELECT sku, count(*) AS units FROM line GROUP BY sku) taken WHERE p.sku = taken.sku;
DROP TABLE line;
"""


def receive(
    company: "Company", *, skus: int = 1, first: int = 1, qty: int = AMPLE, database_url: str = ""
) -> None:
    """SKU-1 … SKU-n, each with a batch B-1 … B-n of `qty` units in the warehouse."""
    numbers = range(first, first + skus)
    announce(company, ((f"B-{n}", f"SKU-{n}", qty) for n in numbers), database_url=database_url)


def announce(
    company: "Company", batches: Iterable[tuple[object, ...]], *, database_url: str = ""
) -> None:
    """Batches as (reference, sku, units[, eta]); then the tables are vacuumed and analysed."""
    url = database_url or company.database_url
    text = "\n".join(" ".join(map(str, batch)) for batch in batches)
    env = {"DATABASE_URL": url, "REDIS_URL": ""}
    inside.python(company, "-P", "-m", "bench.rig.receive", text=text, env=env)
    settle(company.connect(url))


def serve(database: connection, *, batch: str, sku: str, lines: int) -> None:
    """Lines of one unit that got their batch long ago; the world was told."""
    values = {"prefix": f"past-{batch}", "lines": lines, "batch": batch, "sku": sku}
    _run(database, _SERVE.format(sku="%(sku)s", batch="%(batch)s"), values)


def fill(database: connection, *, batches: int, sku: str) -> None:
    """One line for the one unit of each of the batches A-1 … A-n."""
    values = {"prefix": "full", "lines": batches, "sku": sku}
    _run(database, _SERVE.format(sku="%(sku)s", batch="'A-' || n"), values)


def serve_others(company: "Company", *, database_url: str, lines: int, skus: int) -> None:
    """Lines of other SKUs: SKU-2 and the `skus` - 1 after it, which must have been received.

    In two halves that share no SKU, so that two cores work on them and neither waits.
    """
    half, halves = skus // 2, []
    with ThreadPoolExecutor(2) as pool:
        for first in (2, 2 + half):
            number = f"{first} + n %% {half}"
            sql = _SERVE.format(sku=f"'SKU-' || {number}", batch=f"'B-' || {number}")
            values = {"prefix": f"other{first}", "lines": lines // 2}
            halves.append(pool.submit(_execute, company.connect(database_url), sql, values))
    for done in halves:
        done.result()
    settle(company.connect(database_url))


def _run(database: connection, sql: str, values: dict[str, object]) -> None:
    _execute(database, sql, values)
    settle(database)


def _execute(database: connection, sql: str, values: dict[str, object]) -> None:
    with database.cursor() as cursor:
        cursor.execute(sql, values)


def settle(database: connection) -> None:
    """No vacuum and no checkpoint of what was prepared may fall into what is measured.

    Empty tables are left alone: once analysed, they count as empty for the plans that are made
    in the first minute, which is not how a new company begins.
    """
    with database.cursor() as cursor:
        cursor.execute("""SELECT relid::regclass::text FROM pg_stat_user_tables
            WHERE pg_relation_size(relid) > 0""")
        cursor.execute("VACUUM ANALYZE " + ", ".join(name for (name,) in cursor.fetchall()))
        cursor.execute("CHECKPOINT")
