"""What a perfumer fills in for the optimiser, and the commands that it means."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from domain.kernel import BadInput
from domain.scents.commands import RequestOptimisation, ReviseFormula
from domain.scents.recipes.recipe import Blend, Part, Use
from domain.scents.wish import MOST_COUNT, MOST_KG, Wish
from messaging.admin.forms import IdentifierField, SeveralField, WholeNumberField
from scents import queries
from scents.admin.formula_forms import MOST_SUGGESTED, FormulaForm, note_field
from scents.admin.safety_fields import format_choices
from scents.admin.supplier_forms import known_materials, known_suppliers
from scents.models import Optimisation

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


def known_formulas() -> list[str]:
    return queries.known_formulas(MOST_SUGGESTED)


_UNKNOWN = {
    "suppliers": queries.unknown_suppliers,
    "materials": queries.unknown_materials,
    "without": queries.unknown_materials,
    "fixed": queries.unknown_materials,
    "available": queries.unknown_materials,
}


class NewOptimisation(FormulaForm):
    """What the cheaper formula shall be like."""

    title = "Search for it"
    reference = IdentifierField(help_text="Your name for this search.", max_length=100)
    formula = IdentifierField(known=known_formulas, help_text="Which it shall smell like: a code.")
    version = WholeNumberField(
        least=1, most=1_000_000, required=False, help_text="Empty: the latest."
    )
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
        choices=partial(format_choices, ("", "none: safety is not looked at")),
        required=False, widget=UnfoldAdminSelectWidget(),
        help_text="The limits of its category are demands of the search.",
    )  # fmt: skip
    dose = Percent(
        label="Dose, per cent", initial=100, max_value=100,
        help_text="Of the formula in the finished product; its limits hold at this dose.",
    )  # fmt: skip
    currency = IdentifierField(
        initial="USD", max_length=3, known=queries.known_currencies,
        help_text="Only offers in it are compared.",
    )  # fmt: skip
    suppliers = SeveralField(
        known=known_suppliers,
        help_text="Codes: buy only from these. Empty: from all.",
    )
    materials = SeveralField(
        known=known_materials,
        help_text="Codes: use only these beside those of the formula. Empty: all on offer.",
    )
    without = SeveralField(
        label="Never use", known=known_materials, help_text="Codes of materials."
    )
    fixed = Amounts(
        label="Fixed shares, per cent",
        parts=100,
        help_text="What must stay as it is: material and per cent by mass, one in a line, such as "
        "CALONE: 1.5",
    )
    available = Amounts(
        label="No more than, kg",
        help_text="What is scarce: material and kg for the batch, one in a line, such as "
        "CALONE: 0.4",
    )
    least_dose = Percent(
        label="Smallest share, per cent", initial=0, max_value=50,
        help_text="Of a material that is used at all; above 0 the search takes longer.",
    )  # fmt: skip
    most_materials = WholeNumberField(
        label="Materials at most",
        least=1,
        most=MOST_COUNT,
        required=False,
        help_text="Empty: as many as it takes. With a number the search takes longer.",
    )
    most_suppliers = WholeNumberField(
        label="Suppliers at most",
        least=1,
        most=MOST_COUNT,
        required=False,
        help_text="Empty: as many as it takes; with a number the search takes longer.",
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
        self._look_up(filled)
        if not self.errors:
            try:
                filled["wish"] = self._wish(filled)
            except BadInput as fault:
                raise ValidationError(str(fault)) from fault
        return filled

    def _look_up(self, filled: dict[str, Any]) -> None:
        """A slip in a code is told now, not by the search."""
        latest = queries.latest_version(filled.get("formula", ""))
        if "formula" in filled and latest is None:
            self.add_error("formula", "There is no such formula: take a code from their list.")
        elif latest and (filled.get("version") or latest) > latest:
            self.add_error("version", f"The latest is version {latest}.")
        filled["version"] = filled.get("version") or latest
        for name, unknown in _UNKNOWN.items():
            if codes := unknown(filled.get(name, ())):
                self.add_error(name, f"Nobody knows {', '.join(codes)}: take codes from the list.")

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
        search = self.instance
        text = f"It is version {answer} of {search.formula}."
        return format_html("{} {}", text, compared(search, answer, "See what is different"))


def compared(search: Optimisation, version: int, text: str) -> SafeString:
    """A link to this version beside the one that it shall smell like."""
    page = reverse("admin:scents_formula_compare", args=[quote(search.formula)])
    query = urlencode({"other": f"{search.formula}@{search.version}", "version": version})
    return format_html('<a class="row-link" href="{}?{}">{}</a>', page, query, text)


def recipe_of(outcome: dict[str, Any]) -> Blend:
    """Per cents by mass, to six places, without zeros at the end: as versions are stored."""
    rounded = {
        code: (Decimal(share) * 100).quantize(MILLIONTH)
        for code, share in outcome["materials"].items()
    }
    shares = {code: Decimal(f"{share.normalize():f}") for code, share in rounded.items()}
    return Blend(tuple(Part(Use(code), share) for code, share in shares.items() if share))
