"""Order lines, and which batch serves them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin import columns
from allocation.admin.forms import NewOrderLine
from allocation.models import AllocationView, Batch, OrderLine, Product
from messaging.admin.command_admin import Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.long_list import LongListAdmin
from messaging.admin.looks import page_of


class StateFilter(OptionsFilter):
    """Whether the line has its units."""

    title = "state"
    parameter_name = "state"
    options = {"waiting": ("Waiting", Q(waiting=True)), "served": ("Served", Q(waiting=False))}


@admin.register(OrderLine)
class OrderLineAdmin(LongListAdmin):
    """Lines that were accepted; a new one is allocated at once, or waits."""

    add_form = NewOrderLine
    list_display = ["orderid", "product", "qty", "state", "accepted_at"]
    list_filter = [StateFilter]
    search_fields = ["orderid", "sku__sku"]
    fields = ["orderid", "product", "qty", "state", "accepted_at"]

    def tables(self, request: HttpRequest, obj: OrderLine) -> list[Table]:
        if not request.user.has_perm("allocation.view_allocationview"):
            return []
        rows = [
            (page_of(Batch, batchref), columns.units(qty))
            for batchref, qty in queries.servers_of(obj.orderid, obj.sku_id)
        ]
        return [Table("Served by", ["batch", "units"], rows)]

    @admin.display(description="SKU", ordering="sku")
    def product(self, line: OrderLine) -> SafeString:
        return page_of(Product, line.sku_id)

    @admin.display(ordering="waiting")
    def state(self, line: OrderLine) -> SafeString:
        return columns.state(line)


@admin.register(AllocationView)
class AllocationAdmin(LongListAdmin):
    """Which batch each line has got."""

    list_display = ["orderid", "product", "qty", "batch"]
    search_fields = ["orderid", "sku", "batchref"]
    fields = ["orderid", "product", "qty", "batch"]

    @admin.display(description="SKU", ordering="sku")
    def product(self, allocation: AllocationView) -> SafeString:
        return page_of(Product, allocation.sku)

    @admin.display(ordering="batchref")
    def batch(self, allocation: AllocationView) -> SafeString:
        return page_of(Batch, allocation.batchref)
