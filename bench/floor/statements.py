"""What one allocation does to the tables, as PostgreSQL's log of the product shows it.

The parameters are named: the line's `orderid`, `sku` and `qty`, the `event`'s id and `payload`,
and what the first two statements answer: the batch `ref` and the product's `version`.
"""

BEST = """SELECT p.version_number, l.id IS NOT NULL AS known, b.reference
    FROM allocation_product p
    LEFT JOIN allocation_orderline l ON l.sku = p.sku AND l.orderid = %(orderid)s
    LEFT JOIN LATERAL (
        SELECT * FROM allocation_batch b
        WHERE b.sku = %(sku)s AND b.released AND b.has_room
            AND b.purchased_quantity - b.allocated_quantity - b.shipped_quantity >= %(qty)s
            AND (b.expiry IS NULL OR b.expiry > current_date)
        ORDER BY b.eta NULLS FIRST, b.expiry NULLS LAST, b.reference LIMIT 1
    ) b ON true
    WHERE p.sku = %(sku)s"""
VERSION = """UPDATE allocation_product SET version_number = version_number + 1
    WHERE sku = %(sku)s RETURNING version_number"""
WRITES = [
    """UPDATE allocation_batch SET allocated_quantity = allocated_quantity + %(qty)s
        WHERE reference = %(ref)s""",
    """INSERT INTO allocation_orderline (orderid, sku, qty, position, promised, accepted_at)
        VALUES (%(orderid)s, %(sku)s, %(qty)s, %(version)s, current_date, now())""",
    """INSERT INTO allocation_allocation (orderid, sku, batchref, qty, reason)
        VALUES (%(orderid)s, %(sku)s, %(ref)s, %(qty)s,
            'batch ' || %(ref)s::text || ': in the warehouse, 9 left')""",
    """INSERT INTO allocations_view (orderid, sku, qty, batchref)
        VALUES (%(orderid)s, %(sku)s, %(qty)s, %(ref)s)""",
    """INSERT INTO allocation_stockmovement (batchref, sku, kind, purchased, allocated, orderid,
        reason, actor, recorded_at) VALUES (%(ref)s, %(sku)s, 'allocate', 0, %(qty)s, %(orderid)s,
        'batch ' || %(ref)s::text || ': in the warehouse, 9 left', 'floor', now())""",
    """INSERT INTO messaging_outbox (id, recorded_at, type, aggregate_id, version, payload, actor)
        VALUES (%(event)s::uuid, now(), 'Allocated', %(sku)s, %(version)s, %(payload)s::jsonb,
        'floor')""",
    """INSERT INTO messaging_delivery (event_id, recorded_at, subscriber, attempts, due, error)
        VALUES (%(event)s::uuid, now(), 'publish_allocated_event', 0, now(), '')""",
]
ONE_TRIP = """
WITH best AS (
    SELECT b.reference FROM allocation_batch b
    WHERE b.sku = %(sku)s AND b.released AND b.has_room
        AND b.purchased_quantity - b.allocated_quantity - b.shipped_quantity >= %(qty)s
        AND (b.expiry IS NULL OR b.expiry > current_date)
    ORDER BY b.eta NULLS FIRST, b.expiry NULLS LAST, b.reference LIMIT 1
), product AS (
    UPDATE allocation_product SET version_number = version_number + 1
    WHERE sku = %(sku)s AND EXISTS (SELECT FROM best) RETURNING version_number
), taken AS (
    UPDATE allocation_batch b SET allocated_quantity = allocated_quantity + %(qty)s
    FROM best, product WHERE b.reference = best.reference RETURNING b.reference, version_number
), line AS (
    INSERT INTO allocation_orderline (orderid, sku, qty, position, promised, accepted_at)
    SELECT %(orderid)s, %(sku)s, %(qty)s, version_number, current_date, now() FROM taken
), allocation AS (
    INSERT INTO allocation_allocation (orderid, sku, batchref, qty, reason)
    SELECT %(orderid)s, %(sku)s, reference, %(qty)s,
        'batch ' || reference || ': in the warehouse, 9 left' FROM taken
), shown AS (
    INSERT INTO allocations_view (orderid, sku, qty, batchref)
    SELECT %(orderid)s, %(sku)s, %(qty)s, reference FROM taken
), moved AS (
    INSERT INTO allocation_stockmovement
        (batchref, sku, kind, purchased, allocated, orderid, reason, actor, recorded_at)
    SELECT reference, %(sku)s, 'allocate', 0, %(qty)s, %(orderid)s,
        'batch ' || reference || ': in the warehouse, 9 left', 'floor', now() FROM taken
), told AS (
    INSERT INTO messaging_outbox (id, recorded_at, type, aggregate_id, version, payload, actor)
    SELECT %(event)s::uuid, now(), 'Allocated', %(sku)s, version_number, jsonb_build_object(
        'orderid', %(orderid)s, 'sku', %(sku)s, 'qty', %(qty)s, 'batchref', reference,
        'promised', current_date, 'reason', 'batch ' || reference || ': in the warehouse, 9 left',
        'customer', ''), 'floor' FROM taken
), queued AS (
    INSERT INTO messaging_delivery (event_id, recorded_at, subscriber, attempts, due, error)
    SELECT %(event)s::uuid, now(), 'publish_allocated_event', 0, now(), '' FROM taken
)
SELECT reference FROM taken"""
