"""Products: the stock and the queue of each SKU."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from allocation import queries
from allocation.admin import columns
from allocation.admin.links import order_page
from allocation.models import Batch, OrderLine, Product
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import list_of, page_of
from messaging.models import OutboxEvent
from messaging.queries import events_about

MOST_SHOWN = 100
MOST_EVENTS = 30
_FIGURES = ["available", "incoming", "allocated", "waiting", "batch_count"]


class NeedFilter(OptionsFilter):
    """What calls for somebody to act."""

    title = "need"
    parameter_name = "need"
    options = {
        "waiting": ("Something waiting", Q(waiting__gt=0)),
        "empty": ("Nothing available", Q(available=0)),
    }


@admin.register(Product)
class ProductAdmin(CommandAdmin):
    """SKUs with their units; a product comes into being with its first batch."""

    list_display = ["sku", "available", "incoming", "allocated", "waiting", "batches"]
    list_filter = [NeedFilter]
    search_fields = ["sku"]
    fields = ["sku", "available", "incoming", "allocated", "waiting"]
    csv_fields = ["sku", *_FIGURES]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return queries.with_stock(super().get_queryset(request), timezone.now().date())

    def tables(self, request: HttpRequest, obj: Product) -> list[Table]:
        tables = {
            "allocation.view_batch": self._batches,
            "allocation.view_orderline": self._queue,
            "messaging.view_outboxevent": self._timeline,
        }
        return [table(obj.sku) for right, table in tables.items() if request.user.has_perm(right)]

    def _batches(self, sku: str) -> Table:
        today = timezone.now().date()
        headers = ["batch", "available", "allocated", "ETA", "expiry", "release"]
        rows = [
            (
                page_of(Batch, batch.reference),
                columns.available_bar(batch),
                columns.units(batch.allocated_quantity),
                columns.day(batch.eta) or columns.IN_THE_WAREHOUSE,
                columns.expiry(batch, today) or "-",
                columns.release(batch),
            )
            for batch in queries.batches_of(sku, MOST_SHOWN)
        ]
        return Table("Batches", headers, rows, list_of(Batch, sku=sku), "All batches of this SKU")

    def _queue(self, sku: str) -> Table:
        now = timezone.now()
        rows = [
            (
                order_page(line),
                line.customer or None,
                columns.units(line.waiting_quantity),
                line.priority,
                columns.day(line.promised) or None,
                columns.count((now - line.accepted_at).days, "day"),
            )
            for line in queries.queue_of(sku, MOST_SHOWN)
        ]
        lines = list_of(OrderLine, sku=sku)
        headers = ["order", "customer", "units", "priority", "promised once", "waits"]
        title = "Waiting: by priority, then oldest promise, then age"
        return Table(title, headers, rows, lines, "All lines of this SKU")

    def _timeline(self, sku: str) -> Table:
        rows = [
            (
                columns.moment(event.recorded_at),
                page_of(OutboxEvent, event.pk, event.type),
                columns.facts(event.payload),
                event.actor,
            )
            for event in events_about(sku, (), MOST_EVENTS)
        ]
        every = list_of(OutboxEvent, aggregate_id=sku)
        headers = ["when", "what", "facts", "who"]
        return Table("Timeline", headers, rows, every, "All that happened to it")

    @admin.display(ordering="available", description="available now")
    def available(self, product: Any) -> str:
        return columns.units(product.available)

    @admin.display(ordering="incoming")
    def incoming(self, product: Any) -> str:
        return columns.units(product.incoming)

    @admin.display(ordering="allocated")
    def allocated(self, product: Any) -> str:
        return columns.units(product.allocated)

    @admin.display(ordering="waiting")
    def waiting(self, product: Any) -> str:
        return columns.units(product.waiting)

    @admin.display(ordering="batch_count")
    def batches(self, product: Any) -> str:
        return columns.units(product.batch_count)
