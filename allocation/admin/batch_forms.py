"""What staff fill in when something happens to a batch, and the commands that it means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from allocation.admin.customer_forms import Line
from domain.allocation.commands import (
    BlockBatch,
    ChangeBatchEta,
    ChangeBatchQuantity,
    ReceiveBatch,
    ScrapUnits,
)
from domain.allocation.order_line import MOST_UNITS
from messaging.admin.forms import CommandForm, DayField, WholeNumberField


def _refuse_unseen(form: CommandForm, field: str) -> None:
    """What somebody else has changed since the page was loaded is not overwritten unseen; nor
    does a form that is sent twice count twice."""
    seen = form.data.get(form.add_initial_prefix(field))
    stored = form.instance.purchased_quantity
    if seen not in (None, str(stored)):
        raise ValidationError(f"Meanwhile it was changed to {stored}. Load the page again.")


class BatchQuantity(CommandForm):
    """What a batch turns out to hold."""

    purchased_quantity = WholeNumberField(
        label="Purchased",
        least=0,
        most=MOST_UNITS,
        show_hidden_initial=True,
        help_text="Lines that no longer fit go to other batches, or wait: you will see which.",
    )
    reason = Line(required=False, label="Reason of the correction")
    document = Line(required=False, help_text="The stock count, or what else proves it.")

    def clean_purchased_quantity(self) -> int:
        _refuse_unseen(self, "purchased_quantity")
        return int(self.cleaned_data["purchased_quantity"])

    def command(self) -> ChangeBatchQuantity | None:
        filled = self.cleaned_data
        qty = filled["purchased_quantity"]
        if qty == self.instance.purchased_quantity:
            return None
        ref = self.instance.reference
        return ChangeBatchQuantity(ref, qty, filled["reason"], filled["document"])


class Receive(CommandForm):
    """What came in of a batch on its way."""

    title = "Receive"
    purchased_quantity = WholeNumberField(
        label="Units that came in",
        least=0,
        most=MOST_UNITS,
        help_text="As they were counted, fewer or more than announced.",
    )
    rest_due = DayField(
        label="The rest follows on",
        required=False,
        help_text="Empty: what is missing does not come.",
    )
    document = Line(required=False, label="Delivery note", help_text="Its number.")

    def command(self) -> ReceiveBatch:
        filled = self.cleaned_data
        return ReceiveBatch(
            self.instance.reference,
            filled["purchased_quantity"],
            filled["rest_due"],
            filled["document"],
        )

    def told(self, answer: Any) -> str:
        return f"{self.cleaned_data['purchased_quantity']} {self.instance.sku_id} are in stock."


class Delay(CommandForm):
    """Another day on which a batch arrives."""

    title = "Change ETA"
    eta = DayField(label="New ETA")

    def command(self) -> ChangeBatchEta:
        return ChangeBatchEta(self.instance.reference, self.cleaned_data["eta"])


class Scrap(CommandForm):
    """Units that are thrown away."""

    title = "Scrap"
    purchased_quantity = forms.IntegerField(
        required=False, widget=forms.HiddenInput, show_hidden_initial=True
    )
    qty = WholeNumberField(label="Units to throw away", least=1, most=MOST_UNITS)
    reason = Line()
    document = Line(required=False, help_text="The paper that proves it.")

    def clean_qty(self) -> int:
        _refuse_unseen(self, "purchased_quantity")
        return int(self.cleaned_data["qty"])

    def command(self) -> ScrapUnits:
        filled = self.cleaned_data
        ref = self.instance.reference
        return ScrapUnits(ref, filled["qty"], filled["reason"], filled["document"])


class Block(CommandForm):
    """A batch that may not be sold."""

    title = "Block"
    reason = Line(help_text="Its lines go to other batches, or wait.")

    def command(self) -> BlockBatch:
        return BlockBatch(self.instance.reference, self.cleaned_data["reason"])
