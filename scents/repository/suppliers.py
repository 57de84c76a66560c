"""Which rows make one supplier, and one price list, and back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from domain.kernel import Event
from domain.scents import facts
from domain.scents.events.suppliers import OfferEnded, OfferMade, OfferWithdrawn
from domain.scents.supply.offer import Grade, Offer, Sold
from domain.scents.supply.price_list import ListKey, PriceList
from domain.scents.supply.supplier import Supplier, SupplierProfile
from messaging.changes import Change
from messaging.sql import Statements
from scents import models
from scents.ports import AbstractPriceListRepository, AbstractSupplierRepository

_STORE_SUPPLIER = """INSERT INTO scents_supplier
    (code, name, grade, email, note, active, version_number) {rows}"""
_CHANGE_SUPPLIER = f"""{_STORE_SUPPLIER}
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, grade = excluded.grade,
        email = excluded.email, note = excluded.note, active = excluded.active,
        version_number = excluded.version_number"""
_LISTS = """SELECT id, supplier, sold, item, version_number FROM scents_pricelist
    JOIN unnest(%s::text[], %s::text[], %s::text[]) AS k(supplier, sold, item)
        USING (supplier, sold, item)
    ORDER BY supplier, sold, item FOR NO KEY UPDATE OF scents_pricelist"""
_STORE_LIST = """INSERT INTO scents_pricelist (supplier, sold, item, version_number) {rows}"""
_CHANGE_LIST = f"""{_STORE_LIST}
    ON CONFLICT (supplier, sold, item) DO UPDATE SET version_number = excluded.version_number"""
_OF_LIST = "JOIN scents_pricelist l USING (supplier, sold, item)"
_DROP = f"""DELETE FROM scents_offer o
    USING ({{rows}}) r(supplier, sold, item, first) {_OF_LIST}
    WHERE o.price_list_id = l.id AND o.valid_from = r.first"""
_END = f"""UPDATE scents_offer o SET valid_to = r.last
    FROM ({{rows}}) r(supplier, sold, item, first, last) {_OF_LIST}
    WHERE o.price_list_id = l.id AND o.valid_from = r.first"""
_MAKE = f"""INSERT INTO scents_offer (price_list_id, valid_from, valid_to, currency, steps, minimum,
        lead_time, fee, source)
    SELECT l.id, first, last, currency, steps, minimum, lead_time, fee, source
    FROM ({{rows}}) r(supplier, sold, item, first, last, currency, steps, minimum, lead_time, fee,
        source) {_OF_LIST}"""
_KEY = "text, text, text, date"


class SupplierRepository(AbstractSupplierRepository):
    """Suppliers in PostgreSQL, locked when they are read, in the order of codes."""

    def get_many(self, codes: Collection[str]) -> dict[str, Supplier]:
        rows = models.Supplier.objects.filter(code__in=codes).order_by("code")
        for row in rows.select_for_update(no_key=True) if codes else ():
            profile = SupplierProfile(row.name, Grade(row.grade), row.email, row.note, row.active)
            self._remember(Supplier(row.code, profile, version_number=row.version_number))
        suppliers = (self.seen.get(f"supplier:{code}") for code in codes)
        return {one.code: one for one in suppliers if one is not None}

    def store(self, changes: Sequence[Change[Supplier]], statements: Statements) -> None:
        """What is new must be new in the table, too; what is known was locked when it was read."""
        for sql, is_new in ((_STORE_SUPPLIER, True), (_CHANGE_SUPPLIER, False)):
            rows = [_supplier(change.aggregate) for change in changes if change.is_new is is_new]
            statements.add_rows(sql, rows, types="text, text, text, text, text, bool, bigint")

    def _add(self, aggregate: Supplier) -> None:
        """A new one is inserted by `store`."""


class PriceListRepository(AbstractPriceListRepository):
    """Price lists in PostgreSQL; the row of the list is the lock of its offers."""

    def get_many(self, keys: Collection[ListKey]) -> dict[ListKey, PriceList]:
        heads = _heads(keys) if keys else []
        listed = {row: (supplier, Sold(sold), item) for row, supplier, sold, item, _ in heads}
        offers = _offers_of(listed)
        for row, *_, version in heads:
            self._remember(PriceList(listed[row], offers[row], version_number=version))
        lists = (self.seen.get(PriceList(key).identity) for key in keys)
        return {one.key: one for one in lists if one is not None}

    def store(self, changes: Sequence[Change[PriceList]], statements: Statements) -> None:
        for sql, is_new in ((_STORE_LIST, True), (_CHANGE_LIST, False)):
            lists = [change.aggregate for change in changes if change.is_new is is_new]
            heads = [(*prices.key, prices.version_number) for prices in lists]
            statements.add_rows(sql, heads, types="text, text, text, bigint")
        dropped, ended, made = _offers(changes)
        statements.add_rows(_DROP, dropped, types=_KEY)
        statements.add_rows(_END, ended, types=f"{_KEY}, date")
        statements.add_rows(
            _MAKE, made, types=f"{_KEY}, date, text, jsonb, bigint, int, numeric, text"
        )

    def _add(self, aggregate: PriceList) -> None:
        """A new one is inserted by `store`."""


_Rows = list[tuple[Any, ...]]


def _supplier(supplier: Supplier) -> tuple[Any, ...]:
    said = supplier.profile
    known = (said.name, said.grade.value, said.email, said.note, said.active)
    return (supplier.code, *known, supplier.version_number)


def _heads(keys: Collection[ListKey]) -> _Rows:
    with connection.cursor() as cursor:
        cursor.execute(_LISTS, [[*column] for column in zip(*keys, strict=True)])
        return list(cursor.fetchall())


def _offers_of(listed: Mapping[int, ListKey]) -> dict[int, list[Offer]]:
    offers: dict[int, list[Offer]] = defaultdict(list)
    for row in models.Offer.objects.filter(price_list__in=[*listed]).values():
        number = row["price_list_id"]
        offers[number].append(facts.offer_of(listed[number], row))
    return offers


def _offers(changes: Sequence[Change[PriceList]]) -> tuple[_Rows, _Rows, _Rows]:
    """Rows of offers to be dropped, ended and made: in this order no two ever overlap."""
    dropped: _Rows = []
    ended: _Rows = []
    made: _Rows = []
    for change in changes:
        prices = change.aggregate
        days = {
            kind: _days(change.events, kind) for kind in (OfferWithdrawn, OfferMade, OfferEnded)
        }
        dropped += [(*prices.key, day) for day in days[OfferWithdrawn]]
        ended += [_end(prices, day) for day in days[OfferEnded] - days[OfferMade]]
        made += [_offer(offer) for offer in prices.offers if offer.valid_from in days[OfferMade]]
    return dropped, ended, made


def _days(
    events: Sequence[Event], kind: type[OfferMade | OfferEnded | OfferWithdrawn]
) -> set[date]:
    return {event.valid_from for event in events if isinstance(event, kind)}


def _end(prices: PriceList, day: date) -> tuple[Any, ...]:
    offer = prices.begins(day)
    return (*prices.key, day, offer.valid_to if offer else day)


def _offer(offer: Offer) -> tuple[Any, ...]:
    return (
        offer.supplier,
        offer.sold.value,
        offer.item,
        offer.valid_from,
        offer.valid_to,
        offer.currency,
        json.dumps(facts.step_facts(offer.steps)),
        offer.minimum,
        offer.lead_time,
        offer.fee,
        offer.source,
    )
