"""The three files of an import, and what the company holds after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from allocation.models import Batch, OrderLine, Product, StockMovement
from messaging.models import OutboxEvent

BATCHES = """ref,sku,qty,eta
jungle-now,JUNGLE,100,
jungle-later,JUNGLE,100,2030-01-01
forest-now,FOREST,10,
"""
ORDERS = """orderid,sku,qty
o1,JUNGLE,90
o2,FOREST,20
o3,JUNGLE,20
o1,FOREST,5
"""
ALLOCATIONS = """orderid,sku,qty,batchref
o1,JUNGLE,90,jungle-now
o2,FOREST,20,
o3,JUNGLE,20,jungle-later
o1,FOREST,5,forest-now
"""


class Files:
    """The three files of one import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batches, self.orders = folder / "batches.csv", folder / "orders.csv"
        self.allocations = folder / "allocations.csv"

    @property
    def names(self) -> list[str]:
        return [str(self.batches), str(self.orders), str(self.allocations)]

    def load(self, batches: str = BATCHES, orders: str = ORDERS) -> str:
        """What the command answers."""
        self.batches.write_text(batches)
        self.orders.write_text(orders)
        return str(call_command("allocate_csv", *self.names))

    def refused(self, batches: str = BATCHES, orders: str = ORDERS) -> list[str]:
        """The problems, when the files are refused."""
        with pytest.raises(CommandError) as refusal:
            self.load(batches, orders)
        assert refusal.value.returncode == 2
        first, *problems = str(refusal.value).splitlines()
        assert first == "nothing was imported:"
        return problems

    def left(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def stored() -> dict[str, int]:
    kinds = (Product, Batch, OrderLine, StockMovement, OutboxEvent)
    return {kind.__name__: kind.objects.count() for kind in kinds}
