"""Reorder points and audits in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from allocation import models
from allocation.ports import AbstractAuditRepository, AbstractReorderPointRepository
from allocation.repository import rows
from domain.allocation.reorder_point import ReorderPoint, Supply, Threshold
from domain.allocation.stock_audit import AuditState, StockAudit
from messaging.changes import Change
from messaging.sql import Statements

_GET = """SELECT units, days, margin, low, demand, version_number FROM allocation_reorderpoint
    WHERE sku = %s FOR NO KEY UPDATE"""
_SUPPLY = f"""SELECT COALESCE(b.on_hand, 0), COALESCE(b.incoming, 0), COALESCE(w.waiting, 0)
    FROM allocation_product p
    LEFT JOIN LATERAL (
        SELECT sum(free) FILTER (WHERE eta IS NULL) AS on_hand,
            sum(free) FILTER (WHERE eta IS NOT NULL) AS incoming
        FROM (
            SELECT eta, purchased_quantity - allocated_quantity - shipped_quantity AS free
            FROM allocation_batch b
            WHERE b.sku = p.sku AND {rows.OPEN} AND (b.expiry IS NULL OR b.expiry > %s)
        ) o
    ) b ON true
    LEFT JOIN LATERAL (
        SELECT sum(waiting_quantity) AS waiting FROM allocation_orderline l
        WHERE l.sku = p.sku AND l.waiting_quantity > 0
    ) w ON true
    WHERE p.sku = %s"""
_DEMAND = """SELECT COALESCE(sum(qty - cancelled_quantity), 0) FROM allocation_orderline
    WHERE sku = %s AND accepted_at >= %s"""
_MEASURE = """WITH ordered AS (
        SELECT r.sku, COALESCE(sum(l.qty - l.cancelled_quantity), 0) AS units
        FROM allocation_reorderpoint r
        LEFT JOIN allocation_orderline l ON l.sku = r.sku AND l.accepted_at >= %s
        GROUP BY r.sku ORDER BY r.sku
    )
    UPDATE allocation_reorderpoint r SET demand = o.units
    FROM ordered o WHERE o.sku = r.sku AND r.demand <> o.units"""
_STORE_POINT = """INSERT INTO allocation_reorderpoint
    (sku, units, days, margin, low, low_since, demand, version_number)
    VALUES (%s, %s, %s, %s, %s, CASE WHEN %s THEN now() END, %s, %s)"""
_CHANGE_POINT = """UPDATE allocation_reorderpoint SET units = %s, days = %s, margin = %s, low = %s,
    low_since = CASE WHEN %s THEN COALESCE(low_since, now()) END, demand = %s, version_number = %s
    WHERE sku = %s"""
_STORE_AUDIT = """INSERT INTO allocation_stockaudit (ref, at, differences, state, version_number)
    VALUES (%s, %s, %s, %s, %s)"""
_SETTLE = "UPDATE allocation_stockaudit SET state = %s, version_number = %s WHERE ref = %s"


class ReorderPointRepository(AbstractReorderPointRepository):
    """Reorder points, locked when they are read: checks of one SKU come one after the other."""

    def get(self, sku: str) -> ReorderPoint | None:
        row = rows.one(_GET, [sku])
        if row is None:
            return None
        units, days, margin, low, demand, version = row
        threshold = Threshold(units, days, margin)
        return self._remember(
            ReorderPoint(sku, threshold, low=low, demand=demand, version_number=version)
        )

    def supply_of(self, sku: str, today: date) -> Supply | None:
        row = rows.one(_SUPPLY, [today, sku])
        return None if row is None else Supply(*map(int, row))

    def demand_of(self, sku: str, since: datetime) -> int:
        row = rows.one(_DEMAND, [sku, since])
        return int(row[0]) if row else 0

    def measure_demand(self, since: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_MEASURE, [since])

    def store(self, changes: Sequence[Change[ReorderPoint]], statements: Statements) -> None:
        for change in changes:
            point = change.aggregate
            if point.removed:
                statements.add("DELETE FROM allocation_reorderpoint WHERE sku = %s", [point.sku])
            elif change.is_new:
                statements.add(_STORE_POINT, [point.sku, *_state(point)])
            else:
                statements.add(_CHANGE_POINT, [*_state(point), point.sku])

    def _add(self, aggregate: ReorderPoint) -> None:
        """A new one is inserted by `store`."""


class AuditRepository(AbstractAuditRepository):
    """Audits; a few hundred rows a year."""

    def get(self, ref: str) -> StockAudit | None:
        row = models.StockAudit.objects.select_for_update(no_key=True).filter(ref=ref).first()
        if row is None:
            return None
        state, version = AuditState(row.state), row.version_number
        audit = StockAudit(ref, row.at, row.differences, state=state, version_number=version)
        return self._remember(audit)

    def store(self, changes: Sequence[Change[StockAudit]], statements: Statements) -> None:
        for change in changes:
            audit = change.aggregate
            state, version = audit.state, audit.version_number
            if change.is_new:
                found = json.dumps(audit.differences)
                statements.add(_STORE_AUDIT, [audit.ref, audit.at, found, state, version])
            else:
                statements.add(_SETTLE, [state, version, audit.ref])

    def _add(self, aggregate: StockAudit) -> None:
        """A new one is inserted by `store`."""


def _state(point: ReorderPoint) -> list[Any]:
    threshold = point.threshold
    shown = [threshold.units, threshold.days, threshold.margin, point.low, point.low]
    return [*shown, point.demand, point.version_number]
