"""What staff fill in about reorder points, and the commands that it means."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from allocation.admin.forms import known_skus
from domain.allocation.commands import SetReorderPoint
from domain.allocation.order_line import MOST_UNITS
from domain.allocation.reorder_point import MARGIN, MOST_DAYS, MOST_MARGIN
from messaging.admin.forms import CommandForm, IdentifierField, WholeNumberField

_UNITS = "Warn when so many are left, in stock or on their way, less those that orders wait for."
_DAYS = "Or: warn when what is left covers the demand of so many days."
_MARGIN = "The warning is armed again when the stock is so many per cent beyond the point."


class ReorderPointForm(CommandForm):
    """At how many units, or days of cover, to warn."""

    units = WholeNumberField(least=0, most=MOST_UNITS, required=False, help_text=_UNITS)
    days = WholeNumberField(
        label="Days of cover", least=0, most=MOST_DAYS, required=False, help_text=_DAYS
    )
    margin = WholeNumberField(
        label="Margin, per cent", least=0, most=MOST_MARGIN, initial=MARGIN, help_text=_MARGIN
    )

    def clean(self) -> dict[str, Any]:
        filled = super().clean()
        if {"units", "days"} <= filled.keys() and (filled["units"] is None) == (
            filled["days"] is None
        ):
            raise ValidationError("Give either units or days of cover.")
        return filled

    def command(self) -> SetReorderPoint:
        filled = self.cleaned_data
        return SetReorderPoint(self.key(), filled["units"], filled["days"], filled["margin"])


class NewReorderPoint(ReorderPointForm):
    """A SKU to keep an eye on."""

    sku = IdentifierField(label="SKU", known=known_skus)
    field_order = ["sku", "units", "days", "margin"]

    def key(self) -> str:
        return str(self.cleaned_data["sku"])
