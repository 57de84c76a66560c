"""What is on its way, and is received when it comes."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from allocation.admin import columns
from allocation.admin.batch_forms import Delay, Receive
from allocation.admin.batches import lines_on
from allocation.admin.planning import PlansFirst
from allocation.models import Batch, DueBatch, Product
from messaging.admin.command_admin import Table
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.looks import page_of
from messaging.admin.work_list import WorkList


class DueFilter(OptionsFilter):
    """When it should come."""

    title = "due"
    parameter_name = "due"

    def choices_now(self) -> Options:
        today = timezone.now().date()
        week = today + timedelta(days=7)
        return {
            "late": ("Late", Q(eta__lt=today)),
            "today": ("Today", Q(eta=today)),
            "week": ("Within a week", Q(eta__gte=today, eta__lte=week)),
        }


@admin.register(DueBatch)
class DueBatchAdmin(WorkList, PlansFirst):
    """Batches on their way, the latest first; the page of one is its receipt."""

    edit_form = Receive
    list_display = ["reference", "due", "product", "units", "promised_units", "state"]
    list_filter = [DueFilter]
    search_fields = ["reference", "sku__sku"]
    fields = ["batch", "product", "due", "units", "promised_units", "purchased_quantity"]
    fields += ["rest_due", "document"]
    page_forms = {"delay": Delay}
    page_form_head = ["batch", "product", "due", "units", "promised_units"]

    def to_do(self) -> Q:
        return Q(eta__isnull=False)

    def tables(self, request: HttpRequest, obj: DueBatch) -> list[Table]:
        return [lines_on(obj)] if request.user.has_perm("allocation.view_orderline") else []

    @admin.display(description="ETA", ordering="eta")
    def due(self, batch: DueBatch) -> SafeString | str:
        if batch.eta is None:
            return columns.IN_THE_WAREHOUSE
        return columns.lateness(batch.eta, timezone.now().date())

    @admin.display()
    def batch(self, batch: DueBatch) -> SafeString:
        return page_of(Batch, batch.reference)

    @admin.display(description="SKU", ordering="sku")
    def product(self, batch: DueBatch) -> SafeString:
        return page_of(Product, batch.sku_id)

    @admin.display(description="announced", ordering="purchased_quantity")
    def units(self, batch: DueBatch) -> str:
        return columns.units(batch.purchased_quantity)

    @admin.display(description="promised to orders", ordering="allocated_quantity")
    def promised_units(self, batch: DueBatch) -> str:
        return columns.units(batch.allocated_quantity)

    @admin.display(description="status", ordering="status")
    def state(self, batch: DueBatch) -> SafeString:
        return columns.release(batch)
