"""What suppliers promised, and when it came, in PostgreSQL."""

from __future__ import annotations

from datetime import date

from django.db import connection

from scents.ports import Deliveries

_ANNOUNCED = """INSERT INTO scents_delivery AS d (batch, sku, supplier, units, announced_on, due_on)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (batch) DO UPDATE
    SET supplier = excluded.supplier, announced_on = excluded.announced_on, due_on = excluded.due_on
    WHERE d.due_on IS NULL"""
_RECEIVED = """INSERT INTO scents_delivery AS d (batch, sku, supplier, units, received_on)
    VALUES (%s, %s, '', %s, %s) ON CONFLICT (batch) DO UPDATE
    SET units = excluded.units, received_on = excluded.received_on WHERE d.received_on IS NULL"""


class StoredDeliveries(Deliveries):
    """One row for a batch, whichever news comes first."""

    def note_announced(
        self, batch: str, *, sku: str, supplier: str, units: int, on: date, due: date
    ) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ANNOUNCED, [batch, sku, supplier, units, on, due])

    def note_received(self, batch: str, *, sku: str, units: int, on: date) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_RECEIVED, [batch, sku, units, on])
