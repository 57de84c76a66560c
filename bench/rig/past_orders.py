"""Years of orders of a customer, by set-based SQL in the tables that its lists read."""

from psycopg2.extensions import connection

SKUS = 1_000
RARE = "SKU-RARE"
"""On the three oldest orders only: whoever looks for it by age sees all others before."""

# Two lines each. Of a hundred orders one waits, one is allocated, the others were shipped; the
# oldest hundredth was cancelled. No trigger looks for the order of each shipment.
_ORDERS = """
SET session_replication_role = replica;
CREATE TEMP TABLE past AS SELECT n, %(customer)s || '/' || reference AS orderid, reference,
    CASE WHEN n > %(orders)s * 99 / 100 THEN 'cancelled' WHEN n %% 100 = 7 THEN 'waits'
        WHEN n %% 100 = 3 THEN 'allocated' ELSE 'shipped' END AS state,
    CASE WHEN n > %(orders)s - 3 THEN %(rare)s ELSE 'SKU-' || 1 + n %% %(skus)s END AS first,
    'SKU-' || 1 + (n + 1) %% %(skus)s AS second, now() - n * interval '1 minute' AS at
    FROM generate_series(1, %(orders)s) n, LATERAL (SELECT 'order-' || n) r(reference);
INSERT INTO allocation_order (orderid, customer, reference, wish, allow_partial, priority, ship_to,
    placed_at, cancelled, version_number)
    SELECT orderid, %(customer)s, reference, jsonb_build_object('lines', jsonb_build_array(
    jsonb_build_array(first, 1), jsonb_build_array(second, 1)), 'requested', null, 'ship_to',
    '{}'::jsonb, 'allow_partial', false), false, 0, '{}', at, state = 'cancelled', 2 FROM past;
INSERT INTO allocation_orderline (orderid, sku, qty, position, customer, waiting_quantity,
    shipped_quantity, cancelled_quantity, promised, accepted_at)
    SELECT orderid, sku, 1, %(orders)s - n, %(customer)s, (state = 'waits')::int,
    (state = 'shipped')::int, (state = 'cancelled')::int,
    CASE WHEN state <> 'waits' THEN at::date END, at
    FROM past, LATERAL (VALUES (first), (second)) l(sku);
INSERT INTO allocation_allocation (orderid, sku, batchref, qty, reason)
    SELECT orderid, sku, replace(sku, 'SKU', 'B'), 1, 'batch B: in the warehouse, 9 left'
    FROM past, LATERAL (VALUES (first), (second)) l(sku) WHERE state = 'allocated';
INSERT INTO allocation_shipment (number, orderid, carrier, tracking, lines, shipped_at, actor)
    SELECT 'S-' || orderid, orderid, 'Ocean', 'T-' || n, jsonb_build_array(
    jsonb_build_array(first, 1), jsonb_build_array(second, 1)), at, 'bench'
    FROM past WHERE state = 'shipped';
DROP TABLE past;
SET session_replication_role = DEFAULT;
"""


def write(database: connection, *, customer: str, orders: int) -> None:
    """`orders` orders, order-1 being the newest; the SKUs and their batches must be there."""
    values = {"customer": customer, "orders": orders, "skus": SKUS, "rare": RARE}
    with database.cursor() as cursor:
        cursor.execute(_ORDERS, values)
