"""The books of the stock in PostgreSQL, read and set right under the lock of the product."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from allocation.ports import Books
from allocation.repository import rows
from domain.allocation.books import BatchBooks, Counts, LineBooks

_LOCK = "SELECT sku FROM allocation_product WHERE sku = %s FOR NO KEY UPDATE"
_UNFOUNDED = """SELECT DISTINCT a.orderid FROM allocation_allocation a
    JOIN allocation_batch b ON b.reference = a.batchref
    WHERE a.batchref = ANY(%s) AND (a.qty <= 0 OR NOT b.released) ORDER BY 1"""
_LINES = """SELECT k.orderid, l.qty, COALESCE(l.waiting_quantity, 0),
        COALESCE(l.shipped_quantity, 0), COALESCE(l.cancelled_quantity, 0),
        COALESCE(o.cancelled, false),
        (SELECT COALESCE(jsonb_object_agg(a.batchref, a.qty), '{}')
            FROM allocation_allocation a JOIN allocation_batch b ON b.reference = a.batchref
            WHERE a.orderid = k.orderid AND a.sku = %(sku)s AND b.sku = a.sku AND b.released),
        (SELECT COALESCE(jsonb_object_agg(v.batchref, v.qty), '{}')
            FROM allocations_view v WHERE v.orderid = k.orderid AND v.sku = %(sku)s),
        (SELECT COALESCE(jsonb_object_agg(m.batchref, m.units), '{}') FROM (
            SELECT batchref, sum(shipped) AS units FROM allocation_stockmovement
            WHERE orderid = k.orderid AND orderid <> '' AND sku = %(sku)s GROUP BY batchref) m)
    FROM unnest(%(orders)s::text[]) k(orderid)
    LEFT JOIN allocation_orderline l ON l.orderid = k.orderid AND l.sku = %(sku)s
    LEFT JOIN allocation_order o ON o.orderid = k.orderid
    ORDER BY k.orderid"""
_PUT_LINE = """INSERT INTO allocation_orderline AS l (orderid, sku, qty, position, customer,
        priority, splittable, waiting_quantity, shipped_quantity, cancelled_quantity, promised,
        accepted_at)
    SELECT v.orderid, v.sku, v.qty, p.version_number, COALESCE(o.customer, ''),
        COALESCE(o.priority, 0), COALESCE(o.allow_partial, false), v.waiting, v.shipped,
        v.cancelled, now()::date, now()
    FROM (VALUES (%s::text, %s::text, %s::bigint, %s::bigint, %s::bigint, %s::bigint))
        v(orderid, sku, qty, waiting, shipped, cancelled)
    JOIN allocation_product p ON p.sku = v.sku
    LEFT JOIN allocation_order o ON o.orderid = v.orderid
    ON CONFLICT (orderid, sku) DO UPDATE SET waiting_quantity = excluded.waiting_quantity,
        shipped_quantity = excluded.shipped_quantity,
        cancelled_quantity = excluded.cancelled_quantity"""
_PUT_HELD = """WITH v AS (SELECT * FROM unnest(%s::text[], %s::bigint[]) v(ref, qty)),
    gone AS (
        DELETE FROM allocation_allocation a WHERE a.orderid = %s AND a.sku = %s
            AND a.batchref NOT IN (SELECT ref FROM v) RETURNING batchref
    ),
    moved AS (
        UPDATE allocation_allocation a SET qty = v.qty FROM v
        WHERE a.orderid = %s AND a.sku = %s AND a.batchref = v.ref AND a.qty <> v.qty
        RETURNING a.batchref
    )
    SELECT batchref FROM gone UNION SELECT batchref FROM moved"""
_PUT_SHOWN = """WITH v AS (SELECT * FROM unnest(%s::text[], %s::bigint[]) v(ref, qty)),
    gone AS (
        DELETE FROM allocations_view a WHERE a.orderid = %s AND a.sku = %s
            AND a.batchref NOT IN (SELECT ref FROM v)
    )
    INSERT INTO allocations_view AS a (orderid, sku, batchref, qty) SELECT %s, %s, ref, qty FROM v
    ON CONFLICT (orderid, sku, batchref) DO UPDATE SET qty = excluded.qty
        WHERE a.qty <> excluded.qty"""
_BATCHES = """SELECT k.ref, b.purchased_quantity, b.allocated_quantity, b.shipped_quantity,
        COALESCE(m.purchased, 0), COALESCE(m.allocated, 0), COALESCE(m.shipped, 0),
        COALESCE(m.opened, false), COALESCE(a.held, 0)
    FROM unnest(%(refs)s::text[]) k(ref)
    LEFT JOIN allocation_batch b ON b.reference = k.ref
    LEFT JOIN LATERAL (
        SELECT sum(purchased) AS purchased, sum(allocated) AS allocated, sum(shipped) AS shipped,
            bool_or(kind IN ('announce', 'receive')) AS opened
        FROM allocation_stockmovement WHERE batchref = k.ref
    ) m ON true
    LEFT JOIN LATERAL (
        SELECT sum(qty) AS held FROM allocation_allocation
        WHERE batchref = k.ref AND sku = b.sku
    ) a ON true
    WHERE b.sku IS NULL OR b.sku = %(sku)s
    ORDER BY k.ref"""
_PUT_BATCH = """UPDATE allocation_batch SET purchased_quantity = %s, allocated_quantity = %s,
    shipped_quantity = %s WHERE reference = %s"""


class StoredBooks(Books):
    """Written at once: the product is loaded afterwards, and sees the books as they are then."""

    def __init__(self) -> None:
        self.touched: set[str] = set()

    def lock(self, sku: str) -> None:
        rows.one(_LOCK, [sku])

    def unfounded(self, refs: Sequence[str]) -> list[str]:
        return [row[0] for row in rows.every(_UNFOUNDED, [[*refs]])]

    def lines(self, sku: str, orderids: Sequence[str]) -> list[LineBooks]:
        found = rows.every(_LINES, {"sku": sku, "orders": [*orderids]})
        return [
            LineBooks(orderid, sku, *figures, *map(json.loads, units))
            for orderid, *row in found
            for figures, units in [(row[:5], row[5:])]
        ]

    def write_line(self, line: LineBooks) -> bool:
        touched = _write_line(line)
        self.touched |= touched
        return bool(touched)

    def batches(self, sku: str, refs: Sequence[str]) -> list[BatchBooks]:
        return [
            BatchBooks(
                ref,
                sku,
                None if counters[0] is None else Counts(*counters),
                Counts(*map(int, ledger)),
                int(held),
                opened,
            )
            for ref, *figures, opened, held in rows.every(_BATCHES, {"sku": sku, "refs": [*refs]})
            for counters, ledger in [(figures[:3], figures[3:])]
        ]

    def write_batch(self, ref: str, counts: Counts) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_PUT_BATCH, [counts.purchased, counts.allocated, counts.shipped, ref])


def _write_line(line: LineBooks) -> set[str]:
    place = [line.orderid, line.sku]
    held: list[Any] = [list(line.held), list(line.held.values())]
    shown: list[Any] = [list(line.shown), list(line.shown.values())]
    with connection.cursor() as cursor:
        if line.qty:
            figures = [line.qty, line.waiting, line.shipped, line.cancelled]
            cursor.execute(_PUT_LINE, [*place, *figures])
        cursor.execute(_PUT_HELD, [*held, *place, *place])
        touched = {ref for (ref,) in cursor.fetchall()}
        cursor.execute(_PUT_SHOWN, [*shown, *place, *place])
    return touched
