"""What handlers keep of deliveries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from domain.allocation.events import DeliveryCame, DeliveryPromised


class Deliveries(Protocol):
    """What suppliers promised, and when it came; news come in any order, and twice."""

    def note_promised(self, told: DeliveryPromised, *, on: date) -> None:
        """The first promise counts; `on` is the day on which it was made."""

    def note_came(self, told: DeliveryCame) -> None: ...
