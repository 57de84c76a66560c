"""Orders: how each stands, why, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin import columns
from allocation.admin.customer_forms import known_customers
from allocation.admin.order_forms import Amend, NewOrder
from allocation.admin.order_tables import lines_table, shipments_table, timeline_table
from allocation.models import Customer, Order, OrderToShip
from allocation.numbers import new_number
from domain.allocation.commands import CancelOrder
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.long_list import LongListAdmin
from messaging.admin.looks import address_of, page_of
from messaging.admin.page_forms import FormsAdmin
from messaging.admin.row_action import RowAction

MOST_CUSTOMERS = 30  # more are found by searching


class StateFilter(OptionsFilter):
    """How far the order is."""

    title = "status"
    parameter_name = "status"

    def choices_now(self) -> Options:
        return queries.order_states()


class CustomerFilter(OptionsFilter):
    """Whose order it is."""

    title = "customer"
    parameter_name = "customer"

    def choices_now(self) -> Options:
        codes = known_customers()[:MOST_CUSTOMERS]
        chosen = self.used_parameters.get("customer")
        return {code: (code, Q(customer=code)) for code in dict.fromkeys([*codes, chosen]) if code}


@admin.register(Order)
class OrderAdmin(LongListAdmin, FormsAdmin):
    """Orders of customers, the newest first. The list is read along an index, however long it is:
    it is searched by how the customer's code or the reference begins."""

    add_form = NewOrder
    list_display = ["reference", "owner", "state", "placed", "requested", "promised"]
    list_filter = [StateFilter, CustomerFilter]
    search_fields = ["orderid__startswith", "reference__startswith"]
    search_help_text = "How the reference or the customer's code begins"
    sortable_by = ["placed"]
    fields = ["reference", "owner", "state", "placed", "requested", "promised", "address"]
    fields += ["allow_partial", "priority"]
    page_forms = {"amend": Amend}
    page_form_head = ["reference", "owner", "state", "placed", "promised"]
    actions = [*CommandAdmin.actions, "cancel"]
    csv_fields = ["reference", "customer", "placed_at", "requested", "cancelled"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The lines of all orders on the page are read at once."""
        found = super().get_changelist_instance(request)
        lines = queries.lines_of([order.pk for order in found.result_list])
        for order in found.result_list:
            order.found_lines = lines[order.pk]
        return found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        number = new_number("T", timezone.now().date())
        return {"reference": number, **super().get_changeform_initial_data(request)}

    def tables(self, request: HttpRequest, obj: Order) -> list[Table]:
        may = request.user.has_perm
        tables = [lines_table(obj.pk)] if may("allocation.view_orderline") else []
        if may("allocation.view_shipment"):
            tables.append(shipments_table(obj.pk))
        if may("allocation.view_stockmovement"):
            tables.append(timeline_table(obj.pk))
        return tables

    def page_links(self, obj: Order) -> list[str]:
        return ["amend"] if _is_open(obj) else []

    def page_actions(self, obj: Order) -> list[str]:
        return ["cancel"] if _is_open(obj) else []

    def other_links(self, request: HttpRequest, obj: Order) -> list[tuple[str, str]]:
        ready = queries.ready_to_ship([obj.pk], timezone.now().date())[obj.pk]
        if not ready or not request.user.has_perm("allocation.change_ordertoship"):
            return []
        line = _lines(obj)[0]
        return [(address_of(OrderToShip, line.pk), "Ship")]

    cancel = RowAction(
        "Cancel",
        lambda order: CancelOrder(order.pk),
        done="cancelled",
        question="Cancel these orders?",
        warning="Their units go to others who wait, and the customers are told.",
        back=True,
    )

    @admin.display(description="customer")
    def owner(self, order: Order) -> SafeString | None:
        return page_of(Customer, order.customer) if order.customer else None

    @admin.display(description="status")
    def state(self, order: Order) -> SafeString:
        return columns.order_status(queries.status(order, _lines(order)))

    @admin.display(ordering="placed_at")
    def placed(self, order: Order) -> str:
        return columns.moment(order.placed_at)

    @admin.display()
    def promised(self, order: Order) -> SafeString | str | None:
        return columns.promise(order, _lines(order))

    @admin.display(description="ship to")
    def address(self, order: Order) -> str | None:
        return columns.address(order.ship_to)


def _lines(order: Any) -> list[Any]:
    """Read once for each order that is shown."""
    if not hasattr(order, "found_lines"):
        order.found_lines = queries.lines_of([order.pk])[order.pk]
    found: list[Any] = order.found_lines
    return found


def _is_open(order: Order) -> bool:
    return queries.status(order, _lines(order)) not in ("cancelled", "shipped")
