"""A queue of lines, by set-based SQL in all tables that commands would have filled."""

from psycopg2.extensions import connection

from bench.rig import stock

UNITS = 2
"""Units of each line: a batch of one unit serves none of them."""

# Every other line is of a customer's order; the others came through the classic endpoint.
_WAIT = """
CREATE TEMP TABLE line AS SELECT n, n %% 2 = 0 AS own,
    CASE WHEN n %% 2 = 0 THEN %(customer)s || '/' ELSE '' END || %(sku)s || '-wait-' || n
        AS orderid,
    CASE WHEN n %% 2 = 0 THEN %(customer)s ELSE '' END AS customer,
    %(sku)s || '-wait-' || n AS reference, %(sku)s AS sku, %(units)s AS qty,
    now() - (%(lines)s - n) * interval '1 s' AS at
    FROM generate_series(1, %(lines)s) n;
INSERT INTO allocation_order (orderid, customer, reference, wish, allow_partial, priority, ship_to,
    placed_at, cancelled, version_number)
    SELECT orderid, customer, reference, jsonb_build_object('lines',
    jsonb_build_array(jsonb_build_array(sku, qty)), 'requested', null, 'ship_to', '{}'::jsonb,
    'allow_partial', false), false, 0, '{}', at, false, 1 FROM line WHERE own;
INSERT INTO allocation_orderline
    (orderid, sku, qty, position, customer, waiting_quantity, accepted_at)
    SELECT orderid, sku, qty, v.version_number + n, customer, qty, at
    FROM line JOIN allocation_product v USING (sku);
INSERT INTO allocation_ordermoment (orderid, at, kind, sku, qty, text)
    SELECT orderid, at, kind, m.sku, m.qty, text FROM line, LATERAL (VALUES
        (1, 'accepted', '', NULL, 'Order accepted: ' || line.qty || ' ' || line.sku),
        (2, 'backordered', line.sku, line.qty, line.qty || ' wait: no batch has room for them')
    ) m(step, kind, sku, qty, text) WHERE own ORDER BY n, step;
INSERT INTO messaging_outbox (id, recorded_at, type, aggregate_id, version, payload, actor)
    SELECT gen_random_uuid(), now(), 'OrderPlaced', orderid, 1, jsonb_build_object('orderid',
    orderid, 'customer', customer, 'lines', jsonb_build_array(jsonb_build_array(sku, qty)),
    'requested', null), 'bench' FROM line WHERE own;
INSERT INTO messaging_outbox (id, recorded_at, type, aggregate_id, version, payload, actor)
    SELECT gen_random_uuid(), now(), type, sku, v.version_number + 2 * n - 1 + place,
    payload, 'bench' FROM line JOIN allocation_product v USING (sku), LATERAL (VALUES
        (0, 'Backordered', jsonb_build_object('orderid', orderid, 'sku', sku, 'qty', qty,
            'customer', customer)),
        (1, 'OutOfStock', jsonb_build_object('sku', sku))
    ) e(place, type, payload);
UPDATE allocation_product SET version_number = version_number + 2 * %(lines)s WHERE sku = %(sku)s;
DROP TABLE line;
"""


def queue(database: connection, *, sku: str, lines: int, customer: str) -> None:
    """Lines of UNITS units that found no batch long ago; half of them are the customer's."""
    values = {"sku": sku, "lines": lines, "customer": customer, "units": UNITS}
    with database.cursor() as cursor:
        cursor.execute(_WAIT, values)
    stock.settle(database)
