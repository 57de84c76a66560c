"""Which rows make one product, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from allocation.ports import AbstractProductRepository
from allocation.repository import rows
from allocation.repository.changes import Changes
from allocation.repository.rows import BATCH, CLAIM, OPEN, RANK, Row
from domain.allocation.batch import Batch
from domain.allocation.claim import Claim
from domain.allocation.order_line import OrderLine
from domain.allocation.product import Product
from messaging.changes import Change
from messaging.prepared import Prepared
from messaging.sql import Fragment, Statements

_RAISE_ONE = "UPDATE allocation_product SET version_number = version_number + %s WHERE sku = %s"
_RAISE = """UPDATE allocation_product p SET version_number = p.version_number + v.facts
    FROM ({rows}) v(sku, facts) WHERE p.sku = v.sku"""
_DRIFT = "(SELECT version_number - %s FROM allocation_product WHERE sku = %s)"
_LOCK = """SELECT sku, version_number FROM allocation_product WHERE sku = ANY(%s)
    ORDER BY sku COLLATE "C" FOR NO KEY UPDATE"""
_OWNERS = "SELECT reference, sku FROM allocation_batch WHERE reference = ANY(%s)"

_FOR_LINE = Prepared(
    "product_for_line",
    f"""
SELECT p.version_number, l.id IS NOT NULL, {BATCH}
FROM allocation_product p
LEFT JOIN allocation_orderline l ON l.sku = p.sku AND l.orderid = $2
LEFT JOIN LATERAL (
    SELECT * FROM allocation_batch b
    WHERE b.sku = $1 AND {OPEN}
        AND b.purchased_quantity - b.allocated_quantity - b.shipped_quantity >= $3
        AND (b.expiry IS NULL OR b.expiry > $4)
    ORDER BY b.eta NULLS FIRST, b.expiry NULLS LAST, b.reference LIMIT 1
) b ON true
WHERE p.sku = $1
""",
    types="text, text, bigint, date",
)

_BATCHES = f"""SELECT {BATCH} FROM allocation_batch b
    WHERE b.reference = ANY(%(refs)s) OR (%(with_open)s AND b.sku = ANY(%(skus)s) AND {OPEN})"""
_CLAIMS_OF_ORDERS = f"""SELECT l.sku, false, {CLAIM} FROM allocation_orderline l
    WHERE l.sku = ANY(%s) AND l.orderid = ANY(%s)"""
_CLAIMS_ON_BATCH = f"""SELECT l.sku, EXISTS (
        SELECT FROM allocation_orderline o
        WHERE o.orderid = l.orderid AND o.sku <> l.sku AND o.waiting_quantity > 0
    ), {CLAIM}
    FROM allocation_allocation a
    JOIN allocation_orderline l ON l.orderid = a.orderid AND l.sku = a.sku
    WHERE a.batchref = %s"""
_PARTS = """SELECT orderid, batchref, qty, reason FROM allocation_allocation
    WHERE orderid = ANY(%s) AND sku = ANY(%s)"""
_WAITING = f"""SELECT CASE WHEN l.qty > l.waiting_quantity + l.shipped_quantity THEN (
        SELECT max(b.eta) FROM allocation_allocation a
        JOIN allocation_batch b ON b.reference = a.batchref
        WHERE a.orderid = l.orderid AND a.sku = l.sku
    ) END, {CLAIM}
    FROM allocation_orderline l
    WHERE l.sku = %s AND l.waiting_quantity > 0 AND ({RANK}) > (%s, %s, %s)
        AND (l.splittable OR l.waiting_quantity <= %s)
    ORDER BY {RANK} LIMIT 1000"""

START = (-1_000, date.min, -1)  # before every rank


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
        return self.seen.get(sku) or self._load([sku]).get(sku)

    def get_for_line(self, line: OrderLine, today: date) -> Product | None:
        if not self._locking:
            row = _FOR_LINE.one([line.sku, line.orderid, line.qty, today])
            if row is None:
                return None
            version, is_known, *batch = row
            if not is_known and batch[0] is not None:
                self._unlocked.add(line.sku)
                return self._remember(Product(line.sku, [rows.batch(batch)], version))
        return self._load([line.sku], orderids=[line.orderid]).get(line.sku)

    def get_for_import(
        self, sku: str, *, refs: Sequence[str], lines: Sequence[OrderLine]
    ) -> Product | None:
        orderids = [line.orderid for line in lines]
        return self._load([sku], refs=refs, orderids=orderids, with_open=bool(lines)).get(sku)

    def get_for_order(self, orderid: str, skus: Iterable[str]) -> dict[str, Product]:
        return self._load(sorted(skus), orderids=[orderid])

    def get_by_batchref(self, ref: str) -> Product | None:
        sku = self.owners_of([ref]).get(ref)
        return self._load([sku], refs=[ref], lines_of=ref)[sku] if sku else None

    def owners_of(self, refs: Sequence[str]) -> dict[str, str]:
        return dict(rows.every(_OWNERS, [[*refs]])) if refs else {}

    def store(self, changes: Sequence[Change[Product]], statements: Statements) -> None:
        all_changes, known = Changes(), []
        for change in changes:
            product, facts = change.aggregate, len(change.events)
            sku, version = product.sku, product.version_number
            if change.is_new:
                statements.add("INSERT INTO allocation_product VALUES (%s, %s)", [sku, version])
            else:
                known.append((sku, facts))
            if sku in self._unlocked:
                change.drift = Fragment(_DRIFT, (version, sku))
            all_changes.add(product, change.events, change.drift)
        if len(known) == 1:
            statements.add(_RAISE_ONE, known[0][::-1])
        else:
            statements.add_rows(_RAISE, known, types="text, bigint")
        all_changes.write(statements)

    def _add(self, aggregate: Product) -> None:
        """A new product is inserted by `store`."""

    def _load(
        self,
        skus: Sequence[str],
        *,
        refs: Sequence[str] = (),
        orderids: Sequence[str] = (),
        lines_of: str | None = None,
        with_open: bool = True,
    ) -> dict[str, Product]:
        """The products that exist, locked, each with what is asked for."""
        versions: dict[str, int] = dict(rows.every(_LOCK, [[*skus]]))
        skus = list(versions)
        known: list[Row] = []
        if lines_of is not None:
            known = rows.every(_CLAIMS_ON_BATCH, [lines_of])
        elif orderids and skus:
            known = rows.every(_CLAIMS_OF_ORDERS, [skus, [*orderids]])
        claims: dict[str, list[Claim]] = defaultdict(list)
        for sku, incomplete, *row in known:
            claims[sku].append(claim := rows.claim(row))
            claim.incomplete = incomplete
        parts = self._parts([claim for held in claims.values() for claim in held], skus)
        refs = [*refs, *{ref for _, ref, *_ in parts}]
        by_sku: dict[str, list[Batch]] = defaultdict(list)
        if refs or (with_open and skus):
            found = {"refs": refs, "with_open": with_open, "skus": skus}
            for batch in map(rows.batch, rows.every(_BATCHES, found)):
                by_sku[batch.sku].append(batch)
        for sku, version in versions.items():
            product = Product(sku, by_sku[sku], version, claims=claims[sku])
            _place(product, parts)
            product.more_waiting = WaitingLines(product)
            self._remember(product)
        return {sku: self.seen[sku] for sku in skus}

    def _parts(self, claims: Sequence[Claim], skus: Sequence[str]) -> list[Row]:
        """What batches hold for the claims: order, batch, units and reason."""
        orderids = sorted({claim.orderid for claim in claims if claim.held})
        return rows.every(_PARTS, [orderids, [*skus]]) if orderids else []


def _place(product: Product, parts: Iterable[Row]) -> None:
    """Note in batches and claims which units belong together."""
    batches = {batch.reference: batch for batch in product.batches}
    for orderid, ref, units, reason in parts:
        claim, batch = product.claims.get(orderid), batches.get(ref)
        if claim is not None and batch is not None:
            batch.held[orderid] = units
            claim.reasons[ref] = reason
            if batch.eta is not None:
                claim.latest = max(claim.latest or batch.eta, batch.eta)


class WaitingLines:
    """The queue of a product, by rank: read page by page, and only lines that could be served."""

    def __init__(self, product: Product) -> None:
        self._product = product

    def __iter__(self) -> Iterator[Claim]:
        last = START
        product = self._product
        while page := rows.every(_WAITING, [product.sku, *last, product.largest_offer()]):
            for latest, *row in page:
                claim = rows.claim(row)
                last = claim.rank
                claim.latest = latest
                yield claim
