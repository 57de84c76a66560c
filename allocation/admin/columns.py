"""How quantities and states are drawn, in lists and in tables alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from allocation.models import Batch, Order, OrderLine, StockMovement
from allocation.parcels import address_lines
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


def count(number: int, thing: str) -> str:
    return f"{units(number)} {thing}{'' if number == 1 else 's'}"


def lateness(due: date, today: date) -> SafeString:
    """A day that should not have passed."""
    if due >= today:
        return badge(day(due), "info" if due == today else "")
    return badge(f"{day(due)}, {count((today - due).days, 'day')} late", "danger")


def day(value: date | None) -> str:
    return formats.date_format(value) if value else ""


def moment(value: datetime) -> str:
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")


def movement(move: StockMovement) -> str:
    """Each kind of movement changes one of the two quantities."""
    return units(move.purchased or move.shipped or move.allocated)


def why(move: StockMovement) -> str:
    """The reason, with the document that proves it."""
    parts = [move.reason, *([move.document] if move.document not in move.reason else [])]
    return " · ".join(filter(None, parts))


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


_ORDER_LOOKS = {
    "backordered": ("waiting", "warning"),
    "allocated": ("allocated", "success"),
    "partly_shipped": ("partly shipped", "info"),
    "shipped": ("shipped", "info"),
}


def order_status(status: str) -> SafeString:
    return badge(*_ORDER_LOOKS.get(status, (status,)))


def promise(order: Order, lines: Collection[OrderLine]) -> SafeString | str | None:
    """The day on which all of it is ready; marked where the customer wants it earlier."""
    wanted = [line for line in lines if line.cancelled_quantity < line.qty]
    if any(line.waiting_quantity for line in wanted):
        return badge("waits", "warning")
    ready = max((line.promised for line in wanted if line.promised), default=None)
    if ready and order.requested and ready > order.requested:
        return badge(day(ready), "danger")
    return day(ready) or None


def contents(lines: Sequence[Sequence[Any]]) -> str:
    """Pairs of sku and units, as a text."""
    return ", ".join(f"{units(number)} {sku}" for sku, number in lines)


def address(ship_to: Mapping[str, str]) -> str | None:
    return ", ".join(address_lines(ship_to)) or None


def share(head: Order | None, lines: Collection[OrderLine], ready: Mapping[str, int]) -> SafeString:
    """What part of the order can leave; some orders leave as a whole only."""
    left = sum(
        line.qty - line.shipped_quantity - line.cancelled_quantity - ready.get(line.sku_id, 0)
        for line in lines
    )
    if not left:
        return badge("all of it", "success")
    if head is None or not head.customer or head.allow_partial:
        return badge("a part", "info")
    return badge("waits for the rest", "warning")


def facts(payload: Mapping[str, Any]) -> str:
    """What an event says of a SKU: how much, of which order, and why; days under their names."""
    first = [payload.get(name) for name in ("qty", "orderid", "customer", "ref", "reason")]
    days = [
        f"{name} {payload[name]}" for name in ("promised", "eta", "expiry") if payload.get(name)
    ]
    return " · ".join(str(part) for part in [*first, *days] if part not in ("", None))
