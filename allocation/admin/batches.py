"""Batches and the ledger of what happened to them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin import columns
from allocation.admin.forms import BatchQuantity, NewBatch
from allocation.models import Batch, Product, StockMovement
from allocation.models.stock import STATUSES
from domain.allocation.commands import ReleaseBatch
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.long_list import LongListAdmin
from messaging.admin.looks import list_of, page_of

MOST_SHOWN = 100
_FREE = F("purchased_quantity") - F("allocated_quantity") - F("shipped_quantity")


class PlaceFilter(OptionsFilter):
    """Where the stock is."""

    title = "place"
    parameter_name = "place"
    options = {
        "warehouse": ("In the warehouse", Q(eta=None)),
        "way": ("On its way", Q(eta__isnull=False)),
    }


class StatusFilter(OptionsFilter):
    """Whether it may be sold."""

    title = "status"
    parameter_name = "status"
    options = {status: (label.capitalize(), Q(status=status)) for status, label in STATUSES}


class ExpiryFilter(OptionsFilter):
    """How long it keeps."""

    title = "expiry"
    parameter_name = "expiry"

    def choices_now(self) -> Options:
        today = timezone.now().date()
        soon = today + columns.SOON
        return {
            "expired": ("Expired", Q(expiry__lte=today)),
            "soon": (f"Within {columns.SOON.days} days", Q(expiry__gt=today, expiry__lte=soon)),
            "later": ("Later", Q(expiry__gt=soon)),
            "never": ("Never", Q(expiry=None)),
        }


@admin.register(Batch)
class BatchAdmin(CommandAdmin):
    """Stock by batch: received here, corrected, and released for sale."""

    add_form = NewBatch
    edit_form = BatchQuantity
    list_display = ["reference", "product", "purchased", "allocated", "available", "due"]
    list_display += ["expires", "release_state"]
    list_filter = [PlaceFilter, StatusFilter, ExpiryFilter]
    search_fields = ["reference", "sku__sku"]
    fields = ["reference", "product", "purchased_quantity", "allocated", "available", "due"]
    fields += ["expires", "release_state", "created_at"]
    actions = [*CommandAdmin.actions, "release"]

    def tables(self, request: HttpRequest, obj: Batch) -> list[Table]:
        if not request.user.has_perm("allocation.view_stockmovement"):
            return []
        rows = [
            (
                columns.moment(move.recorded_at),
                move.get_kind_display(),
                columns.movement(move),
                move.orderid,
                move.reason,
                move.actor,
            )
            for move in queries.movements_of(obj.reference, MOST_SHOWN)
        ]
        headers = ["when", "what", "units", "order", "reason", "who"]
        ledger = list_of(StockMovement, batchref=obj.reference)
        return [Table("History", headers, rows, ledger, "All of it in the ledger")]

    def page_actions(self, obj: Batch) -> list[str]:
        return [] if obj.released else ["release"]

    @admin.action(description="Release for sale", permissions=["act"])
    def release(self, request: HttpRequest, queryset: QuerySet[Batch]) -> HttpResponse | None:
        self.handle_rows(request, queryset, lambda batch: ReleaseBatch(batch.pk), done="released")
        return self.back_to_page(request)

    @admin.display(description="SKU", ordering="sku")
    def product(self, batch: Batch) -> SafeString:
        return page_of(Product, batch.sku_id)

    @admin.display(ordering="purchased_quantity")
    def purchased(self, batch: Batch) -> str:
        return columns.units(batch.purchased_quantity)

    @admin.display(ordering="allocated_quantity")
    def allocated(self, batch: Batch) -> str:
        return columns.units(batch.allocated_quantity)

    @admin.display(ordering=_FREE)
    def available(self, batch: Batch) -> SafeString:
        return columns.available_bar(batch)

    @admin.display(description="ETA", ordering=F("eta").asc(nulls_first=True))
    def due(self, batch: Batch) -> str:
        return columns.day(batch.eta) or columns.IN_THE_WAREHOUSE

    @admin.display(description="expiry", ordering=F("expiry").asc(nulls_last=True))
    def expires(self, batch: Batch) -> SafeString | None:
        return columns.expiry(batch, timezone.now().date())

    @admin.display(description="status", ordering="status")
    def release_state(self, batch: Batch) -> SafeString:
        return columns.release(batch)


@admin.register(StockMovement)
class StockMovementAdmin(LongListAdmin):
    """The ledger: who changed what, when and why."""

    list_display = ["recorded_at", "kind", "units", "batch", "sku", "orderid", "reason", "actor"]
    list_filter = ["kind", "recorded_at"]
    search_fields = ["batchref", "sku", "orderid", "actor"]
    fields = ["recorded_at", "kind", "batch", "sku", "purchased", "allocated", "orderid"]
    fields += ["reason", "actor"]

    @admin.display(ordering="batchref")
    def batch(self, move: StockMovement) -> SafeString:
        return page_of(Batch, move.batchref)

    @admin.display(description="units")
    def units(self, move: StockMovement) -> str:
        return columns.movement(move)
