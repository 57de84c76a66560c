"""What staff fill in about stock and orders, and the commands that it means."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldBooleanSwitchWidget

from allocation import queries
from domain.allocation.commands import Allocate, CreateBatch
from domain.allocation.order_line import MOST_UNITS
from messaging.admin.forms import CommandForm, DayField, IdentifierField, WholeNumberField

MOST_SUGGESTED = 1000


def known_skus() -> list[str]:
    return queries.known_skus(MOST_SUGGESTED)


class NewBatch(CommandForm):
    """Stock that came in, or is announced."""

    reference = IdentifierField(help_text="As it stands on the delivery note.")
    sku = IdentifierField(label="SKU", known=known_skus, help_text="A new one makes a product.")
    purchased_quantity = WholeNumberField(label="Quantity", least=1, most=MOST_UNITS)
    eta = DayField(label="ETA", required=False, help_text="Empty: it is in the warehouse.")
    produced = DayField(required=False)
    expiry = DayField(required=False, help_text="The first day on which it is unfit for use.")
    formula = IdentifierField(
        required=False,
        help_text="What it was made from: code and version, SEA-BREEZE@3. Where neither this nor "
        "the supplier is filled in: as it is decided for the scent.",
    )
    supplier = IdentifierField(required=False, help_text="Whose materials, or whose scent.")
    for_sale = forms.BooleanField(
        label="Released for sale",
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget(),
    )

    def command(self) -> CreateBatch:
        filled = self.cleaned_data
        return CreateBatch(
            filled["reference"],
            filled["sku"],
            filled["purchased_quantity"],
            filled["eta"],
            expiry=filled["expiry"],
            released=filled["for_sale"],
            produced=filled["produced"],
            formula=filled["formula"],
            supplier=filled["supplier"],
        )

    def key(self) -> str:
        return str(self.cleaned_data["reference"])


class NewOrderLine(CommandForm):
    """A line that an order is for."""

    orderid = IdentifierField(label="Order")
    sku = IdentifierField(label="SKU", known=known_skus)
    qty = WholeNumberField(label="Quantity", least=1, most=MOST_UNITS)

    def command(self) -> Allocate:
        filled = self.cleaned_data
        return Allocate(filled["orderid"], filled["sku"], filled["qty"])

    def key(self) -> int:
        filled = self.cleaned_data
        return queries.line_id(filled["orderid"], filled["sku"])

    def told(self, answer: Any) -> str:
        if answer is None:
            return "No batch has room for the line: it waits its turn."
        return f"Batch {answer} serves the line."
