"""What the warehouse tells of deliveries: the record of suppliers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.allocation.events import BatchCreated, BatchReceived
    from scents.ports import Deliveries

Clock = Callable[[], datetime]


def note_delivery_announced(event: BatchCreated, deliveries: Deliveries, clock: Clock) -> None:
    """Of what is on its way from somebody."""
    if event.eta is not None and event.supplier:
        deliveries.note_announced(
            event.ref,
            sku=event.sku,
            supplier=event.supplier,
            units=event.qty,
            on=clock().date(),
            due=event.eta,
        )


def note_delivery_received(event: BatchReceived, deliveries: Deliveries, clock: Clock) -> None:
    day = event.on or clock().date()
    deliveries.note_received(event.ref, sku=event.sku, units=event.qty, on=day)
