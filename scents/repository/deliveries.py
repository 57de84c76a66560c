"""What suppliers promised, and when it came, in PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from scents.ports import Deliveries

if TYPE_CHECKING:
    from domain.allocation.events import DeliveryCame, DeliveryPromised

_PROMISED = """INSERT INTO scents_delivery AS d (batch, sku, supplier, units, promised_on, due_on)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (batch) DO UPDATE
    SET promised_on = excluded.promised_on, due_on = excluded.due_on WHERE d.due_on IS NULL"""
_CAME = """INSERT INTO scents_delivery AS d (batch, sku, supplier, units, came_on)
    VALUES (%s, %s, %s, %s, %s) ON CONFLICT (batch) DO UPDATE
    SET units = excluded.units, came_on = excluded.came_on WHERE d.came_on IS NULL"""


class StoredDeliveries(Deliveries):
    """One row for a batch, whichever news comes first."""

    def note_promised(self, told: DeliveryPromised, *, on: date) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_PROMISED, (told.ref, told.sku, told.supplier, told.qty, on, told.due))

    def note_came(self, told: DeliveryCame) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_CAME, [told.ref, told.sku, told.supplier, told.qty, told.on])
