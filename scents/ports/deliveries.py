"""What handlers keep of deliveries."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Deliveries(Protocol):
    """Batches that suppliers promised, and when they came; news come in any order, and twice."""

    def note_announced(
        self, batch: str, *, sku: str, supplier: str, units: int, on: date, due: date
    ) -> None:
        """The first promise counts."""

    def note_received(self, batch: str, *, sku: str, units: int, on: date) -> None: ...
