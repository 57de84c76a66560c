"""What the warehouse tells of deliveries: the record of suppliers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.allocation.events import DeliveryCame, DeliveryPromised
    from scents.ports import Deliveries


def note_delivery_promised(
    event: DeliveryPromised, deliveries: Deliveries, clock: Callable[[], datetime]
) -> None:
    deliveries.note_promised(event, on=clock().date())


def note_delivery_came(event: DeliveryCame, deliveries: Deliveries) -> None:
    deliveries.note_came(event)
