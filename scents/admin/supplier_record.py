"""The record of a supplier: whether it delivers in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from messaging.admin.command_admin import Table
from messaging.admin.looks import badge, grouped
from scents import queries
from scents.models import Delivery

MOST_SHOWN = 50
HEADERS = ("batch", "scent", "units", "promised on", "due", "came", "promise")


def delivery_table(supplier: str, today: date) -> Table:
    """The latest deliveries, and in the title how many came in time."""
    rows = [_row(one, today) for one in queries.deliveries_of(supplier)[:MOST_SHOWN]]
    return Table(_title(queries.punctuality(supplier, today)), HEADERS, rows)


def _title(found: queries.Punctuality) -> str:
    if not found.due:
        return "Deliveries"
    told = f"Deliveries: {found.kept} of {found.due} in time"
    if found.days_late is not None:
        told += f", late ones {found.days_late:.1f} days on average"
    return told + (f", {found.overdue} overdue" if found.overdue else "")


def _row(one: Delivery, today: date) -> tuple[Any, ...]:
    days = [date_format(day) if day else "" for day in (one.promised_on, one.due_on, one.came_on)]
    return one.batch, one.sku, grouped(one.units), *days, _promise(one, today)


def _promise(one: Delivery, today: date) -> SafeString:
    due = one.due_on or today
    if one.came_on is None:
        return badge("overdue", "danger") if due < today else badge("to come", "info")
    delay = (one.came_on - due).days
    return badge("kept", "success") if delay <= 0 else badge(f"{delay} days late", "warning")
