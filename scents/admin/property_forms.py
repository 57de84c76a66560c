"""A form for each property of a material; it is read as a row of properties.csv is."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminSelectWidget

from domain.kernel import BadInput
from domain.scents.commands.materials import RecordProperty
from domain.scents.facts import from_facts
from domain.scents.material import Property
from domain.scents.material_rules import LONGEST_NOTE
from domain.scents.physics.vapour import Correlation
from messaging.admin.forms import CommandForm, LineField, ProseField, switch
from scents.exchange.properties import FIELDS, NO_DATA, Told, read_property, write_property

_CELLS = ("value", "parameters", "unit", "temperature", "uncertainty", "source")


def _units(*units: str) -> forms.ChoiceField:
    choices = [(unit, unit) for unit in units]
    return forms.ChoiceField(required=False, choices=choices, widget=UnfoldAdminSelectWidget())


def _temperature(text: str = "") -> LineField:
    return LineField(label="Temperature, K", required=False, help_text=text)


class PropertyForm(CommandForm):
    """A value with its source, or that somebody has looked and found none."""

    kind: ClassVar[str]
    nothing = switch(label="No data", help_text="Looked for, and not found where the source says.")
    source = ProseField(longest=LONGEST_NOTE)

    _value: Property

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known := self.instance.properties.get(FIELDS[self.kind]):
            self.initial.update(self._shown(from_facts(known)))

    def _shown(self, value: Property) -> dict[str, Any]:
        kind, *cells = write_property(FIELDS[self.kind], value)
        if cells[0] == NO_DATA:
            return {"nothing": True, "source": cells[-1]}
        return dict(zip(_CELLS, cells, strict=True)) if kind == self.kind else {}

    def clean(self) -> dict[str, Any]:
        filled = super().clean()
        if self.errors:
            return filled
        try:
            self._value = read_property(self.kind, self._told(filled))
        except (ValueError, BadInput) as fault:
            raise ValidationError(str(fault)) from fault
        return filled

    def _told(self, filled: dict[str, Any]) -> Told:
        if filled["nothing"]:
            return Told(NO_DATA, source=filled["source"])
        return Told(**{name: filled.get(name) or "" for name in _CELLS})

    def command(self) -> RecordProperty:
        return RecordProperty(self.instance.pk, FIELDS[self.kind], self._value)


class MolarMassForm(PropertyForm):
    """In grams per mole."""

    kind = "molar_mass"
    title = "Molar mass"
    value = LineField(required=False)
    unit = _units("g/mol", "kg/mol")
    uncertainty = LineField(required=False)
    field_order = ["value", "unit", "uncertainty", "source", "nothing"]


class DensityForm(PropertyForm):
    """Of the liquid."""

    kind = "density"
    title = "Density"
    value = LineField(required=False)
    unit = _units("g/mL", "kg/m3")
    temperature = _temperature("Such as 293.15.")
    uncertainty = LineField(required=False)
    field_order = ["value", "unit", "temperature", "uncertainty", "source", "nothing"]


class VapourPressureForm(PropertyForm):
    """A correlation with its coefficients, or a point."""

    kind = "vapour_pressure"
    title = "Vapour pressure"
    correlation = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Correlation],
        widget=UnfoldAdminSelectWidget(),
        help_text="antoine: log10(P/kPa) = A - B/(T + C). dippr101: ln(P/Pa) = A + B/T + C ln T "
        "+ D T^E. clausius: a point and H in J/mol. point: a pressure at one temperature.",
    )
    parameters = LineField(
        required=False,
        help_text="Such as A=6.81591 B=2075.62 C=-16.65 lowest=288 highest=323 (K).",
    )
    value = LineField(label="Pressure", required=False, help_text="Of a point, also for clausius.")
    unit = forms.ChoiceField(
        required=False,
        choices=[(unit, unit or "-") for unit in ("", "Pa", "kPa", "mmHg")],
        widget=UnfoldAdminSelectWidget(),
    )
    temperature = _temperature("Of a point.")
    uncertainty = LineField(required=False, help_text="Relative: 0.05 is five per cent.")
    field_order = ["correlation", "parameters", "value", "unit", "temperature", "uncertainty"]
    field_order += ["source", "nothing"]

    def _shown(self, value: Property) -> dict[str, Any]:
        shown = super()._shown(value)
        if "parameters" in shown:
            shown["correlation"], _, shown["parameters"] = shown["parameters"].partition(" ")
        return shown

    def _told(self, filled: dict[str, Any]) -> Told:
        parameters = f"{filled['correlation']} {filled.get('parameters') or ''}".strip()
        return super()._told({**filled, "parameters": parameters})


class GroupsForm(PropertyForm):
    """Subgroups of the original UNIFAC."""

    kind = "unifac_groups"
    title = "UNIFAC groups"
    parameters = LineField(
        label="Groups", required=False, help_text="Subgroup numbers with counts: 1:2 2:3."
    )
    field_order = ["parameters", "source", "nothing"]


class ThresholdForm(PropertyForm):
    """From which concentration in air it is noticed."""

    kind = "odour_threshold"
    title = "Odour threshold"
    value = LineField(required=False)
    unit = _units("g/m3", "mg/m3", "ug/m3", "ng/L")
    uncertainty = LineField(required=False)
    field_order = ["value", "unit", "uncertainty", "source", "nothing"]


class DoseResponseForm(PropertyForm):
    """How strongly it is smelled; takes the place of the threshold."""

    kind = "dose_response"
    title = "Dose-response curve"
    parameters = LineField(
        required=False,
        help_text="C= D= Imax=, of I = Imax / (1 + exp(-(log10 c - C)/D)), c in ug/L.",
    )
    field_order = ["parameters", "source", "nothing"]
