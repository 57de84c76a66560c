"""What a perfumer fills in for the optimiser, and the commands that it means."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from domain.kernel import BadInput
from domain.scents.commands import RequestOptimisation, ReviseFormula
from domain.scents.recipe import Blend, Part, Use
from domain.scents.wish import MOST_COUNT, MOST_KG, Wish
from messaging.admin.forms import IdentifierField, WholeNumberField
from scents import queries
from scents.admin.formula_forms import FormulaForm, note_field

_CODES = re.compile(r"[\s,;]+")
_AMOUNT = re.compile(r"\s*(\S+)\s*[:=]\s*([0-9]{1,7}(?:\.[0-9]{1,6})?)\s*(?:%|kg)?\s*")
MILLIONTH = Decimal("0.000001")


class Percent(forms.DecimalField):
    """A per cent, as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"})
        super().__init__(**{"min_value": 0, "max_digits": 10, "widget": widget, **kwargs})

    def clean(self, value: Any) -> float | None:
        number = super().clean(value)
        return None if number is None else float(number / 100)


class Codes(forms.CharField):
    """Codes, with spaces or commas between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=UnfoldAdminTextInputWidget(), **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(code for code in _CODES.split(super().clean(value)) if code)


class Amounts(forms.CharField):
    """An amount of each material, one in a line: `CALONE: 1.5`; `parts` of them make one."""

    def __init__(self, *, parts: int = 1, **kwargs: Any) -> None:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
        super().__init__(required=False, widget=widget, **kwargs)
        self._parts = parts

    def clean(self, value: Any) -> dict[str, float]:
        amounts = {}
        for line in filter(str.strip, super().clean(value).splitlines()):
            found = _AMOUNT.fullmatch(line)
            if found is None:
                raise ValidationError(f"{line!r} is no line such as CALONE: 1.5")
            amounts[found[1]] = float(Decimal(found[2]) / self._parts)
        return amounts


def formats() -> list[tuple[str, str]]:
    rows = queries.delivery_formats()
    return [("", "none: safety is not looked at"), *((row.code, row.code) for row in rows)]


class NewOptimisation(FormulaForm):
    """What the cheaper formula shall be like."""

    reference = IdentifierField(help_text="Your name for this search.", max_length=100)
    formula = IdentifierField(help_text="Which formula it shall smell like.")
    version = WholeNumberField(least=1, most=1_000_000)
    batch = forms.DecimalField(
        label="Batch, kg", initial=25, min_value=Decimal("0.001"), max_value=MOST_KG,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}),
        help_text="Prices are those of the quantities that it needs.",
    )  # fmt: skip
    band = Percent(
        label="Odour values, ± per cent", initial=20, max_value=1000,
        help_text="How far each odour value may be from that of the formula.",
    )  # fmt: skip
    delivery_format = forms.ChoiceField(
        choices=formats, required=False, widget=UnfoldAdminSelectWidget()
    )
    dose = Percent(
        label="Dose, per cent", initial=100, max_value=100,
        help_text="Of the formula in the finished product; its limits hold at this dose.",
    )  # fmt: skip
    currency = IdentifierField(initial="USD", max_length=3)
    suppliers = Codes(help_text="Buy only from these; empty: from all.")
    materials = Codes(help_text="Use only these beside those of the formula; empty: all on offer.")
    without = Codes(label="Never use")
    fixed = Amounts(
        label="Fixed shares, per cent", parts=100, help_text="One in a line: CALONE: 1.5"
    )
    available = Amounts(label="No more than, kg", help_text="One in a line: CALONE: 0.4")
    least_dose = Percent(
        label="Smallest share, per cent", initial=0, max_value=50,
        help_text="Of a material that is used at all; above 0 the search takes longer.",
    )  # fmt: skip
    most_materials = WholeNumberField(
        label="Materials at most", least=1, most=MOST_COUNT, required=False
    )
    most_suppliers = WholeNumberField(
        label="Suppliers at most", least=1, most=MOST_COUNT, required=False
    )
    one_supplier_each = forms.BooleanField(
        label="Each material from one supplier", required=False,
        widget=UnfoldBooleanSwitchWidget(), help_text="The search takes longer.",
    )  # fmt: skip
    price_steps = forms.BooleanField(
        label="Choose among price steps", required=False, widget=UnfoldBooleanSwitchWidget(),
        help_text="Buy more of less where that is cheaper; the search takes longer.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].initial = f"search-{uuid4().hex[:8]}"

    def clean(self) -> dict[str, Any]:
        filled = super().clean()
        if not self.errors:
            try:
                filled["wish"] = self._wish(filled)
            except BadInput as fault:
                raise ValidationError(str(fault)) from fault
        return filled

    def _wish(self, filled: dict[str, Any]) -> Wish:
        names = set(Wish.__dataclass_fields__) & set(filled)
        return Wish(**{name: filled[name] for name in names})

    def command(self) -> RequestOptimisation:
        filled = self.cleaned_data
        return RequestOptimisation(filled["reference"], filled["wish"], self.by)

    def key(self) -> str:
        return str(self.cleaned_data["reference"])


class TakeOver(FormulaForm):
    """The outcome becomes a new version of the formula."""

    title = "Make it a version"
    note = note_field(required=False, help_text="What is different, for whoever approves it.")

    def command(self) -> ReviseFormula:
        search = self.instance
        note = self.cleaned_data["note"] or f"as cheap as it gets: {search.reference}"
        latest = queries.versions(search.formula)[0].number
        return ReviseFormula(search.formula, recipe_of(search.outcome), note, self.by, latest)

    def told(self, answer: Any) -> str:
        return f"It is version {answer} of {self.instance.formula}."


def recipe_of(outcome: dict[str, Any]) -> Blend:
    """Per cents by mass, to six places."""
    shares = {
        code: (Decimal(share) * 100).quantize(MILLIONTH)
        for code, share in outcome["materials"].items()
    }
    return Blend(tuple(Part(Use(code), share) for code, share in shares.items() if share))
