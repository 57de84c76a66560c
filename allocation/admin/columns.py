"""How quantities and states are drawn, in lists and in tables alike."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from allocation.models import Batch, OrderLine, StockMovement
from messaging.admin.looks import badge

SOON = timedelta(days=30)
IN_THE_WAREHOUSE = "in the warehouse"


def available_bar(batch: Batch) -> SafeString:
    """The free units, and what part of the batch they are."""
    free = batch.purchased_quantity - batch.allocated_quantity - batch.shipped_quantity
    return format_html(
        '<span class="stock"><meter min="0" max="{}" value="{}" title="{} of {}"></meter>{}</span>',
        max(batch.purchased_quantity, 1),
        free,
        units(free),
        units(batch.purchased_quantity),
        units(free),
    )


def units(number: int) -> str:
    return formats.number_format(number, use_l10n=True, force_grouping=True)


def day(value: date | None) -> str:
    return formats.date_format(value) if value else ""


def moment(value: datetime) -> str:
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")


def movement(move: StockMovement) -> str:
    """Each kind of movement changes one of the two quantities."""
    return units(move.purchased or move.shipped or move.allocated)


def expiry(batch: Batch, today: date) -> SafeString | None:
    """None: it keeps."""
    if batch.expiry is None:
        return None
    if batch.expiry <= today:
        return badge(f"expired {day(batch.expiry)}", "danger")
    return badge(day(batch.expiry), "warning" if batch.expiry - today <= SOON else "")


_STATUS_LOOKS = {"released": "success", "quarantine": "warning", "blocked": "danger"}


def release(batch: Batch) -> SafeString:
    return badge(batch.get_status_display(), _STATUS_LOOKS.get(batch.status, ""))


def state(line: OrderLine) -> SafeString:
    if line.waiting_quantity:
        return badge("waiting", "warning")
    if line.cancelled_quantity == line.qty:
        return badge("cancelled")
    if line.shipped_quantity + line.cancelled_quantity == line.qty:
        return badge("shipped", "info")
    return badge("served", "success")
