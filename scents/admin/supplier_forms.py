"""What staff fill in about suppliers and offers, and the commands that it means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget

from domain.kernel import BadInput
from domain.scents.commands import suppliers as commands
from domain.scents.material_rules import LONGEST_NOTE
from domain.scents.supply.offer import LONGEST_LEAD, MOST_QUANTITY, Grade, Offer, PriceStep, Sold
from messaging.admin.forms import (
    CommandForm,
    DayField,
    IdentifierField,
    LineField,
    ProseField,
    WholeNumberField,
    switch,
)
from messaging.admin.steps_field import StepsField
from scents import queries

MOST_SUGGESTED = 1_000


def known_suppliers() -> list[str]:
    return queries.known_suppliers(MOST_SUGGESTED)


def known_materials() -> list[str]:
    return queries.known_materials(MOST_SUGGESTED)


class SupplierForm(CommandForm):
    """What may change of a supplier."""

    name = LineField()
    grade = forms.ChoiceField(
        choices=[(grade.value, grade.value) for grade in Grade], widget=UnfoldAdminSelectWidget()
    )
    email = LineField(label="E-mail", required=False)
    note = ProseField(longest=LONGEST_NOTE, required=False)
    active = switch(help_text="Nothing is bought from an inactive supplier.")

    def command(self) -> commands.ChangeSupplier:
        filled = self.cleaned_data
        return commands.ChangeSupplier(
            self.instance.pk, active=filled["active"], **_profile(filled)
        )


class NewSupplier(CommandForm):
    """Somebody sells to us."""

    code = IdentifierField(help_text="Letters, digits and hyphens. It never changes.")
    name = LineField()
    grade = forms.ChoiceField(
        choices=[(grade.value, grade.value) for grade in Grade], widget=UnfoldAdminSelectWidget()
    )
    email = LineField(label="E-mail", required=False)
    note = ProseField(longest=LONGEST_NOTE, required=False)

    def command(self) -> commands.RegisterSupplier:
        return commands.RegisterSupplier(self.key(), **_profile(self.cleaned_data))

    def key(self) -> str:
        return str(self.cleaned_data["code"])


class NewOffer(CommandForm):
    """A price from a day on."""

    supplier = IdentifierField(known=known_suppliers)
    sold = forms.ChoiceField(
        choices=[(sold.value, sold.value) for sold in Sold], widget=UnfoldAdminSelectWidget()
    )
    item = IdentifierField(known=known_materials, help_text="Code of the material, or the scent.")
    currency = IdentifierField(
        initial="EUR", max_length=3, known=queries.known_currencies, help_text="EUR, USD …"
    )
    steps = StepsField(
        label="Prices",
        help_text="One in a line: grams from which it holds, then the price of a kilogram: "
        "5000: 38.00. Of scents: units, and the price of a unit.",
    )
    valid_from = DayField(help_text="An offer until further notice ends the day before.")
    valid_to = DayField(required=False, help_text="The last day. Empty: until further notice.")
    minimum = WholeNumberField(
        label="Minimum order", least=0, most=MOST_QUANTITY, initial=0, help_text="In g, or units."
    )
    lead_time = WholeNumberField(label="Lead time, days", least=0, most=LONGEST_LEAD, initial=0)
    fee = forms.DecimalField(
        label="Fee per order",
        min_value=0,
        max_digits=12,
        decimal_places=2,
        initial=0,
        widget=UnfoldAdminDecimalFieldWidget(),
        help_text="In the currency of the prices.",
    )
    source = ProseField(
        longest=LONGEST_NOTE, required=False, help_text="The quotation or the list of prices."
    )

    _offer: Offer

    def clean(self) -> dict[str, Any]:
        filled = super().clean()
        if not self.errors:
            try:
                self._offer = _offer(filled)
            except BadInput as fault:
                raise ValidationError(str(fault)) from fault
        return filled

    def command(self) -> commands.MakeOffer:
        return commands.MakeOffer(self._offer)

    def key(self) -> int:
        return queries.offer_number(self._offer)


def _profile(filled: dict[str, Any]) -> dict[str, Any]:
    said = {name: filled[name] for name in ("name", "email", "note")}
    return {**said, "grade": Grade(filled["grade"])}


def _offer(filled: dict[str, Any]) -> Offer:
    names = ("currency", "valid_from", "valid_to", "minimum", "lead_time", "fee", "source")
    return Offer(
        filled["supplier"],
        Sold(filled["sold"]),
        filled["item"],
        steps=tuple(PriceStep(quantity, price) for quantity, price in filled["steps"]),
        **{name: filled[name] for name in names},
    )
