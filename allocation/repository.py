"""Which rows make one product, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

from allocation.changes import Changes
from allocation.ports import AbstractProductRepository
from domain.allocation.batch import Batch
from domain.allocation.order_line import OrderLine
from domain.allocation.product import Product
from domain.kernel import Event
from messaging.prepared import Prepared
from messaging.sql import Fragment, Statements

_BATCH = """b.reference, b.sku, b.purchased_quantity, b.eta, b.expiry, b.released,
    b.allocated_quantity, b.announced_quantity, b.announced_eta, b.announced_released"""

_OPEN = "b.released AND b.has_room"

_RAISE = "UPDATE allocation_product SET version_number = version_number + %s WHERE sku = %s"
_DRIFT = "(SELECT version_number - %s FROM allocation_product WHERE sku = %s)"

_OWNERS = "SELECT reference, sku FROM allocation_batch WHERE reference = ANY(%s)"

_FOR_LINE = Prepared(
    "product_for_line",
    f"""
SELECT p.version_number, l.id IS NOT NULL, {_BATCH}
FROM allocation_product p
LEFT JOIN allocation_orderline l ON l.sku = p.sku AND l.orderid = $2
LEFT JOIN LATERAL (
    SELECT * FROM allocation_batch b
    WHERE b.sku = $1 AND {_OPEN} AND b.purchased_quantity - b.allocated_quantity >= $3
        AND (b.expiry IS NULL OR b.expiry > $4)
    ORDER BY b.eta NULLS FIRST, b.expiry NULLS LAST, b.reference LIMIT 1
) b ON true
WHERE p.sku = $1
""",
    types="text, text, bigint, date",
)

_BATCHES = f"""
SELECT {_BATCH} FROM allocation_batch b
WHERE b.reference = ANY(%(refs)s) OR (%(with_open)s AND b.sku = %(sku)s AND {_OPEN})
"""

_KNOWN_LINES = """
SELECT l.orderid, l.sku, l.qty, l.position, a.batchref
FROM allocation_orderline l
LEFT JOIN allocation_allocation a ON a.orderid = l.orderid AND a.sku = l.sku
WHERE l.sku = %s AND l.orderid = ANY(%s)
"""

_LINES_OF_BATCH = """
SELECT l.orderid, l.sku, l.qty, l.position, a.batchref
FROM allocation_allocation a
JOIN allocation_orderline l ON l.orderid = a.orderid AND l.sku = a.sku
WHERE a.batchref = %s
"""

_WAITING = """
SELECT orderid, sku, qty, position FROM allocation_orderline
WHERE sku = %s AND waiting AND position > %s AND qty <= %s ORDER BY position LIMIT 1000
"""

Placed = tuple[OrderLine, str | None]


class ProductRepository(AbstractProductRepository):
    """Products in PostgreSQL.

    Only `get_for_line` reads without a lock, for the case that happens all day: a new line, and a
    batch that fits. The conditional update of the batch then is the guard. That there is no stock,
    or that a line is known, counts only when it is seen under the lock.
    """

    def __init__(self, *, locking: bool = False) -> None:
        super().__init__()
        self._locking = locking
        self._unlocked: set[str] = set()

    def get(self, sku: str) -> Product | None:
        return self.seen.get(sku) or self._load(sku, with_open=True)

    def get_for_line(self, line: OrderLine, today: date) -> Product | None:
        if not self._locking:
            row = _FOR_LINE.one([line.sku, line.orderid, line.qty, today])
            if row is None:
                return None
            version, is_known, *batch = row
            if not is_known and batch[0] is not None:
                self._unlocked.add(line.sku)
                return self._remember(Product(line.sku, [_batch(batch)], version))
        return self._load(line.sku, lines=[line], with_open=True)

    def get_for_import(
        self, sku: str, *, refs: Sequence[str], lines: Sequence[OrderLine]
    ) -> Product | None:
        return self._load(sku, refs=refs, lines=lines, with_open=bool(lines))

    def get_by_batchref(self, ref: str) -> Product | None:
        sku = self.owners_of([ref]).get(ref)
        return self._load(sku, refs=[ref], lines_of=ref, with_open=True) if sku else None

    def owners_of(self, refs: Sequence[str]) -> dict[str, str]:
        return dict(_all(_OWNERS, [[*refs]])) if refs else {}

    def store(
        self, aggregate: Product, events: Sequence[Event], statements: Statements
    ) -> Fragment:
        sku, version = aggregate.sku, aggregate.version_number
        drift = Fragment(_DRIFT, (version, sku)) if sku in self._unlocked else Fragment("0")
        if version == len(events):  # every fact ever recorded is here: a new product
            statements.add("INSERT INTO allocation_product VALUES (%s, %s)", [sku, version])
        else:
            statements.add(_RAISE, [len(events), sku])
        Changes(aggregate, events).write(statements, drift=drift)
        return drift

    def _add(self, aggregate: Product) -> None:
        """A new product is inserted by `store`."""

    def _load(
        self,
        sku: str,
        *,
        refs: Sequence[str] = (),
        lines: Sequence[OrderLine] = (),
        lines_of: str | None = None,
        with_open: bool,
    ) -> Product | None:
        lock = "SELECT version_number FROM allocation_product WHERE sku = %s FOR NO KEY UPDATE"
        row = _one(lock, [sku])
        if row is None:
            return None
        known: list[Placed] = []
        if lines:
            known = _placed(_KNOWN_LINES, [sku, [line.orderid for line in lines]])
        elif lines_of is not None:
            known = _placed(_LINES_OF_BATCH, [lines_of])
        refs = [*refs, *(ref for _, ref in known if ref is not None)]
        rows = _all(_BATCHES, {"refs": refs, "with_open": with_open, "sku": sku})
        batches = {batch.reference: batch for batch in map(_batch, rows)}
        for line, ref in known:
            if ref is not None:
                batches[ref].lines[line.orderid] = line
        waiting = [line for line, ref in known if ref is None]
        product = Product(sku, batches.values(), row[0], waiting=waiting)
        product.more_waiting = WaitingLines(product)
        return self._remember(product)


class WaitingLines:
    """The queue of a product, oldest first: read page by page, and only lines that could fit."""

    def __init__(self, product: Product) -> None:
        self._product = product

    def __iter__(self) -> Iterator[OrderLine]:
        last = -1
        while rows := _all(_WAITING, [self._product.sku, last, self._product.largest_offer()]):
            for row in rows:
                yield OrderLine(*row)
            last = rows[-1][3]


def _batch(row: Sequence[Any]) -> Batch:
    ref, sku, purchased, eta, expiry, released, allocated, *announced = row
    return Batch(
        ref,
        sku,
        purchased,
        eta,
        expiry=expiry,
        released=released,
        allocated=allocated,
        announced=(announced[0], announced[1], announced[2]),
    )


def _placed(sql: str, parameters: Sequence[Any]) -> list[Placed]:
    return [(OrderLine(*line), ref) for *line, ref in _all(sql, parameters)]


def _one(sql: str, parameters: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _all(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
