"""Batches: what is on each, what happened to it, and what can be done with it."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin import columns
from allocation.admin.batch_forms import BatchQuantity, Block, Delay, Receive, Scrap
from allocation.admin.forms import NewBatch
from allocation.admin.links import order_page
from allocation.admin.planning import PlansFirst
from allocation.models import Batch, Product, StockMovement
from allocation.models.stock import STATUSES
from domain.allocation.commands import ReleaseBatch
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.looks import list_of, page_of
from messaging.admin.row_action import RowAction

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
class BatchAdmin(PlansFirst):
    """Stock by batch: announced, received, corrected, scrapped, blocked and released for sale."""

    add_form = NewBatch
    edit_form = BatchQuantity
    list_display = ["reference", "product", "purchased", "allocated", "available", "due"]
    list_display += ["expires", "release_state"]
    list_filter = [PlaceFilter, StatusFilter, ExpiryFilter]
    search_fields = ["reference", "sku__sku", "formula", "supplier"]
    fields = ["reference", "product", "release_state", "purchased_quantity", "reason", "document"]
    fields += ["allocated", "shipped", "available", "due", "produced", "expires"]
    fields += ["formula", "supplier", "created_at"]
    page_forms = {"receive": Receive, "delay": Delay, "scrap": Scrap, "block": Block}
    page_form_head = ["reference", "product", "purchased", "allocated", "shipped", "due"]
    actions = [*CommandAdmin.actions, "release"]

    def tables(self, request: HttpRequest, obj: Batch) -> list[Table]:
        tables = {
            "allocation.view_orderline": lines_on,
            "allocation.view_stockmovement": history_of,
        }
        return [table(obj) for right, table in tables.items() if request.user.has_perm(right)]

    def page_links(self, obj: Batch) -> list[str]:
        """What is on its way is received or late; what cannot be sold need not be blocked."""
        way = ["receive", "delay"] if obj.eta else []
        return [*way, "scrap", *(["block"] if obj.status in ("released", "quarantine") else [])]

    def other_links(self, request: HttpRequest, obj: Batch) -> list[tuple[str, str]]:
        """To what it was made from, for those who may read recipes."""
        if not obj.formula or not request.user.has_perm("scents.view_formula"):
            return []
        code = obj.formula.rpartition("@")[0]
        page = reverse("admin:scents_formula_change", args=[quote(code)])
        return [(page, f"Formula {obj.formula}")]

    def page_actions(self, obj: Batch) -> list[str]:
        return ["release"] if obj.status in ("quarantine", "blocked") else []

    release = RowAction(
        "Release for sale", lambda batch: ReleaseBatch(batch.pk), done="released", back=True
    )

    @admin.display(description="SKU", ordering="sku")
    def product(self, batch: Batch) -> SafeString:
        return page_of(Product, batch.sku_id)

    @admin.display(ordering="purchased_quantity")
    def purchased(self, batch: Batch) -> str:
        return columns.units(batch.purchased_quantity)

    @admin.display(ordering="allocated_quantity")
    def allocated(self, batch: Batch) -> str:
        return columns.units(batch.allocated_quantity)

    @admin.display(ordering="shipped_quantity")
    def shipped(self, batch: Batch) -> str:
        return columns.units(batch.shipped_quantity)

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


def lines_on(batch: Batch) -> Table:
    """The lines that the batch holds units for."""
    rows = [
        (
            order_page(line),
            line.customer or None,
            columns.units(held),
            columns.day(line.promised) or "waits",
            why,
        )
        for line, held, why in queries.lines_on(batch.reference, MOST_SHOWN)
    ]
    headers = ["order", "customer", "units", "promised", "why here"]
    return Table("Lines on this batch", headers, rows)


def history_of(batch: Batch) -> Table:
    rows = [
        (
            columns.moment(move.recorded_at),
            move.get_kind_display(),
            columns.movement(move),
            move.orderid,
            columns.why(move),
            move.actor,
        )
        for move in queries.movements_of(batch.reference, MOST_SHOWN)
    ]
    headers = ["when", "what", "units", "order", "reason", "who"]
    ledger = list_of(StockMovement, batchref=batch.reference)
    return Table("History", headers, rows, ledger, "All of it in the ledger")
