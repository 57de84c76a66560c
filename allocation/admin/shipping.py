"""What can leave the house, and what has left it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin import columns
from allocation.admin.links import order_page
from allocation.admin.order_forms import Ship
from allocation.admin.order_tables import lines_table
from allocation.models import Batch, Customer, Order, OrderToShip, Product, Shipment
from allocation.parcels import address_lines
from messaging.admin.command_admin import Table
from messaging.admin.long_list import LongListAdmin
from messaging.admin.looks import address_of, page_of
from messaging.admin.page_forms import FormsAdmin
from messaging.admin.work_list import WorkList


@admin.register(OrderToShip)
class OrderToShipAdmin(WorkList, LongListAdmin, FormsAdmin):
    """Orders with units ready in the warehouse, the oldest promise first."""

    edit_form = Ship
    list_display = ["orderid", "owner", "due", "ready", "share"]
    search_fields = ["orderid__startswith"]
    search_help_text = "How the order begins"
    sortable_by = ()
    fields = ["order", "owner", "due", "address", "shipment", "carrier", "tracking", "lines"]

    def to_do(self) -> Q:
        return queries.ready_first(timezone.now().date())

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """What is known of all orders on the page is read at once."""
        found = super().get_changelist_instance(request)
        self._look_up(found.result_list)
        return found

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(request, *args, **kwargs)
        if row is not None:
            self._look_up([row])
        return row

    def tables(self, request: HttpRequest, obj: Any) -> list[Table]:
        may = request.user.has_perm("allocation.view_orderline")
        return [lines_table(obj.orderid)] if may else []

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        shipment = request.POST["shipment"].strip()
        self.message_user(request, f"Shipment {shipment} has left.")
        return redirect(address_of(Shipment, shipment))

    def _look_up(self, rows: list[Any]) -> None:
        orderids = [row.orderid for row in rows]
        ready = queries.ready_to_ship(orderids, timezone.now().date())
        lines, heads = queries.lines_of(orderids), queries.heads(orderids)
        for row in rows:
            row.ready_units = ready[row.orderid]
            row.found_lines = lines[row.orderid]
            row.head = heads.get(row.orderid)

    @admin.display()
    def order(self, row: Any) -> SafeString:
        return order_page(row)

    @admin.display(description="customer")
    def owner(self, row: Any) -> SafeString | None:
        return page_of(Customer, row.customer) if row.customer else None

    @admin.display(description="promised")
    def due(self, row: Any) -> SafeString | None:
        return columns.lateness(row.promised, timezone.now().date()) if row.promised else None

    @admin.display(description="ready")
    def ready(self, row: Any) -> str | None:
        return columns.contents([*row.ready_units.items()]) or None

    @admin.display(description="this is")
    def share(self, row: Any) -> SafeString:
        return columns.share(row.head, row.found_lines, row.ready_units)

    @admin.display(description="ship to")
    def address(self, row: Any) -> str | None:
        return columns.address(row.head.ship_to) if row.head else None


@admin.register(Shipment)
class ShipmentAdmin(LongListAdmin):
    """Parcels that left the house."""

    list_display = ["number", "to", "contents", "carrier", "tracking", "shipped_at", "actor"]
    list_filter = ["shipped_at"]
    search_fields = ["number__startswith", "order__orderid__startswith"]
    search_help_text = "How the number or the order begins"
    sortable_by = ["shipped_at"]
    fields = ["number", "to", "contents", "carrier", "tracking", "shipped_at", "actor", "slip"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("order")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.packing_slip)
        address = path("<path:object_id>/packing-slip/", view, name="allocation_shipment_slip")
        return [address, *super().get_urls()]

    def packing_slip(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What goes into the parcel: a page to be printed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        shipment = self.get_object(request, admin.utils.unquote(object_id))
        if shipment is None:
            raise Http404
        lines = queries.packed(shipment.pk, shipment.order_id)
        order = shipment.order
        context = {"shipment": shipment, "order": order, "lines": lines}
        context["address"] = address_lines(order.ship_to)
        return TemplateResponse(request, "admin/packing_slip.html", context)

    def tables(self, request: HttpRequest, obj: Shipment) -> list[Table]:
        rows = [
            (
                page_of(Product, line["sku"]),
                page_of(Batch, line["batchref"]),
                columns.units(line["units"]),
                columns.day(line["expiry"]) or None,
            )
            for line in queries.packed(obj.pk, obj.order_id)
        ]
        return [Table("In the parcel", ["SKU", "batch", "units", "expiry"], rows)]

    @admin.display(description="order")
    def to(self, shipment: Shipment) -> SafeString:
        return page_of(Order, shipment.order_id)

    @admin.display(description="units")
    def contents(self, shipment: Shipment) -> str:
        return columns.contents(shipment.lines)

    @admin.display(description="packing slip")
    def slip(self, shipment: Shipment) -> SafeString:
        key = admin.utils.quote(shipment.pk)
        address = reverse("admin:allocation_shipment_slip", args=[key])
        return format_html('<a class="row-link" href="{}">To be printed</a>', address)
