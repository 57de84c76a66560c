"""What staff fill in about whole orders, and the commands that it means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import UnfoldBooleanSwitchWidget

from allocation import queries
from allocation.admin.customer_forms import Line, known_customers
from allocation.admin.forms import known_skus
from allocation.models import Customer, OrderToShip
from allocation.numbers import new_number
from domain.allocation.commands import AmendOrder, PlaceOrder, ShipOrder
from domain.allocation.order_line import MOST_UNITS
from messaging.admin.forms import CommandForm, DayField, IdentifierField
from messaging.admin.lines_field import LinesField

LONGEST_REFERENCE = 200  # with the customer's code before it, it is the id of the order


class NewOrder(CommandForm):
    """An order that a customer gives by telephone or mail."""

    client = IdentifierField(label="Customer", known=known_customers)
    reference = IdentifierField(
        max_length=LONGEST_REFERENCE, help_text="The customer's own number, where there is one."
    )
    lines = LinesField(most=MOST_UNITS, known=known_skus, blank=6)
    requested = DayField(required=False, help_text="The day on which it is wanted.")
    address = Line(
        required=False, help_text="Label of one of the customer's addresses; empty: the first."
    )
    may_be_split = forms.BooleanField(
        label="Parts are welcome",
        required=False,
        widget=UnfoldBooleanSwitchWidget(),
        help_text="Lines may be split over batches, and shipped in parts.",
    )

    def clean(self) -> dict[str, Any]:
        code = self.cleaned_data.get("client")
        if code is not None:
            customer = queries.customer(code)
            if customer is None or not customer.active:
                self.add_error("client", "No active customer has this code.")
            else:
                self.priority, self.ship_to = customer.priority, self._ship_to(customer)
        return super().clean()

    def _ship_to(self, customer: Customer) -> dict[str, str]:
        label = self.cleaned_data.get("address", "")
        address = queries.ship_to(customer.code, label)
        if label and not address:
            self.add_error("address", f"{customer.code} has no address with this label.")
        return address

    def command(self) -> PlaceOrder:
        filled = self.cleaned_data
        return PlaceOrder(
            filled["client"],
            filled["reference"],
            filled["lines"],
            requested=filled["requested"],
            ship_to=self.ship_to,
            allow_partial=filled["may_be_split"],
            priority=self.priority,
        )

    def key(self) -> str:
        return self.command().orderid

    def told(self, answer: Any) -> str:
        order = answer["order"]
        promised = order["promised_date"]
        if order["status"] == "cancelled":
            return "The order was placed and cancelled before."
        return f"Promised for {promised}." if promised else "A part of it waits for stock."


class Amend(CommandForm):
    """Other quantities, or another day."""

    title = "Amend"
    lines = LinesField(
        most=MOST_UNITS,
        least=0,
        known=known_skus,
        blank=3,
        required=False,
        help_text="0 removes a line. What is shipped cannot be taken back.",
    )
    requested = DayField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = queries.lines_of([self.instance.pk])[self.instance.pk]
        self.now = {line.sku_id: line.qty - line.cancelled_quantity for line in lines}
        notes = {line.sku_id: _progress(line.shipped_quantity) for line in lines}
        field: Any = self.fields["lines"]
        rows = field.show((sku, units, notes[sku]) for sku, units in self.now.items())
        self.initial.update(lines=rows, version=self.instance.version_number)

    def command(self) -> AmendOrder | None:
        filled = self.cleaned_data
        wanted = filled["lines"].items()
        lines = {sku: units for sku, units in wanted if units != self.now.get(sku)}
        requested = filled["requested"]
        if not lines and requested in (None, self.instance.requested):
            return None
        return AmendOrder(self.instance.pk, lines, requested=requested, version=filled["version"])


class Ship(CommandForm):
    """A parcel that leaves the house."""

    title = "Ship"
    shipment = IdentifierField(
        label="Shipment number", help_text="Sent twice under one number, it leaves once."
    )
    carrier = Line(required=False)
    tracking = Line(required=False, label="Tracking number")
    lines = LinesField(most=MOST_UNITS, least=0, help_text="Units that are in the parcel.")

    instance: OrderToShip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.now().date()
        ready = queries.ready_to_ship([self.instance.orderid], today)[self.instance.orderid]
        field: Any = self.fields["lines"]
        rows = field.show((sku, units, f"{units} ready") for sku, units in ready.items())
        self.initial.update(lines=rows, shipment=new_number("S", today))

    def clean_lines(self) -> dict[str, int]:
        chosen = {sku: units for sku, units in self.cleaned_data["lines"].items() if units}
        if not chosen:
            raise ValidationError("There is nothing in this parcel.")
        return chosen

    def command(self) -> ShipOrder:
        filled = self.cleaned_data
        return ShipOrder(
            filled["shipment"],
            self.instance.orderid,
            filled["lines"],
            filled["carrier"],
            filled["tracking"],
        )


def _progress(shipped: int) -> str:
    return f"{shipped} shipped" if shipped else ""
