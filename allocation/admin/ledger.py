"""The ledger: every movement of stock."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString

from allocation.admin import columns
from allocation.models import Batch, StockMovement
from messaging.admin.long_list import LongListAdmin
from messaging.admin.looks import page_of


@admin.register(StockMovement)
class StockMovementAdmin(LongListAdmin):
    """The ledger: who changed what, when and why."""

    list_display = ["recorded_at", "kind", "units", "batch", "sku", "orderid", "reason", "actor"]
    list_filter = ["kind", "recorded_at"]
    search_fields = ["batchref", "sku", "orderid", "actor"]
    fields = ["recorded_at", "kind", "batch", "sku", "purchased", "allocated", "shipped"]
    fields += ["orderid", "reason", "document", "actor"]

    @admin.display(ordering="batchref")
    def batch(self, move: StockMovement) -> SafeString:
        return page_of(Batch, move.batchref)

    @admin.display(description="units")
    def units(self, move: StockMovement) -> str:
        return columns.movement(move)
