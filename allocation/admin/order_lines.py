"""Order lines, and which batch serves them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin import columns
from allocation.admin.forms import NewOrderLine
from allocation.admin.order_tables import lines_table, timeline_table
from allocation.models import AllocationView, Batch, Order, OrderLine, OrderToShip, Product
from messaging.admin.command_admin import Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.long_list import LongListAdmin
from messaging.admin.looks import address_of, page_of
from messaging.admin.page_forms import FormsAdmin


class StateFilter(OptionsFilter):
    """Whether the line has its units."""

    title = "state"
    parameter_name = "state"
    options = {"waiting": ("Waiting", Q(waiting=True)), "served": ("Served", Q(waiting=False))}


@admin.register(OrderLine)
class OrderLineAdmin(LongListAdmin, FormsAdmin):
    """Lines that were accepted; a new one is allocated at once, or waits.

    Lines of the classic doors belong to orders that have no page: they are shipped from here.
    """

    add_form = NewOrderLine
    list_display = ["orderid", "product", "qty", "state", "accepted_at"]
    list_filter = [StateFilter]
    search_fields = ["orderid__startswith", "sku__sku__startswith"]
    search_help_text = "How the order or the SKU begins"
    fields = ["order", "product", "qty", "state", "promised", "accepted_at"]

    def tables(self, request: HttpRequest, obj: OrderLine) -> list[Table]:
        may = request.user.has_perm
        tables = [lines_table(obj.orderid)] if may("allocation.view_allocationview") else []
        if may("allocation.view_stockmovement"):
            tables.append(timeline_table(obj.orderid))
        return tables

    def other_links(self, request: HttpRequest, obj: OrderLine) -> list[tuple[str, str]]:
        if not request.user.has_perm("allocation.change_ordertoship"):
            return []
        ready = queries.ready_to_ship([obj.orderid], timezone.now().date())
        return [(address_of(OrderToShip, obj.pk), "Ship the order")] if ready else []

    @admin.display()
    def order(self, line: OrderLine) -> SafeString | str:
        return page_of(Order, line.orderid) if line.customer else line.orderid

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
