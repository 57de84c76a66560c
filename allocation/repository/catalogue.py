"""Which row makes one item of the catalogue, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from allocation.ports import AbstractCatalogueRepository
from allocation.repository import rows
from domain.allocation.catalogue import CatalogueItem, PriceBreak
from messaging.changes import Change
from messaging.sql import Statements

_ITEM = """SELECT scent, pack, currency, prices::text, version_number
    FROM allocation_catalogueitem WHERE sku = %s FOR NO KEY UPDATE"""
_STORE = """INSERT INTO allocation_catalogueitem
    (sku, scent, pack, currency, prices, version_number) {rows}
    ON CONFLICT (sku) DO UPDATE SET scent = excluded.scent, pack = excluded.pack,
        currency = excluded.currency, prices = excluded.prices,
        version_number = excluded.version_number"""


class CatalogueRepository(AbstractCatalogueRepository):
    """The catalogue in PostgreSQL."""

    def get(self, sku: str) -> CatalogueItem:
        row = rows.one(_ITEM, [sku])
        if row is None:
            return self.seen.setdefault(sku, CatalogueItem(sku))
        scent, pack, currency, prices, version = row
        return self.seen.setdefault(
            sku,
            CatalogueItem(
                sku,
                scent=scent,
                pack=pack,
                currency=currency,
                prices=[PriceBreak(qty, Decimal(price)) for qty, price in json.loads(prices)],
                version_number=version,
            ),
        )

    def store(self, changes: Sequence[Change[CatalogueItem]], statements: Statements) -> None:
        statements.add_rows(
            _STORE,
            [
                (item.sku, item.scent, item.pack, item.currency, _prices(item), item.version_number)
                for item in (change.aggregate for change in changes)
            ],
            types="text, text, text, text, jsonb, bigint",
        )

    def _add(self, aggregate: CatalogueItem) -> None:
        """An item comes into being with its description."""


def _prices(item: CatalogueItem) -> str:
    return json.dumps([[step.from_qty, str(step.price)] for step in item.prices])
