"""What perfumers fill in about formulas, and the commands that it means."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from domain.kernel import BadInput
from domain.scents import commands
from domain.scents.formula import LONGEST_NAME, LONGEST_NOTE
from domain.scents.recipes.recipe import Basis, Blend
from domain.scents.recipes.text import LATEST_VERSION
from messaging.admin.forms import CommandForm, IdentifierField, WholeNumberField
from scents import queries
from scents.admin.parts_field import PartsField, in_words, recipe_of, rows_of
from scents.admin.safety_fields import format_choices
from scents.recipe_yaml import MOST_LETTERS, recipe_from_yaml, recipe_to_yaml

MOST_SUGGESTED = 1_000


def known_parts() -> list[str]:
    return [*queries.known_materials(MOST_SUGGESTED), *queries.known_accords(MOST_SUGGESTED)]


def note_field(**kwargs: Any) -> forms.CharField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 2})
    return forms.CharField(max_length=LONGEST_NOTE, widget=widget, **kwargs)


class FormulaForm(CommandForm):
    """A form of somebody: `by` is the person who sends it."""

    by: ClassVar[str] = ""

    def _versions(self, *, approved: bool | None = None) -> None:
        """To choose from, the latest first: those that are approved, are not, or all."""
        field: Any = self.fields["version"]
        rows = queries.versions(self.instance.pk)
        wanted = [one for one in rows if approved in (None, bool(one.approved_by))]
        field.choices = [(one.number, f"version {one.number} by {one.author}") for one in wanted]


class RecipeForm(FormulaForm):
    """A recipe in rows, or as a text where it is deeper than that."""

    parts = PartsField(
        known=known_parts,
        help_text="Shares are relative: parts of a hundred, or grams. Where a material is used "
        "diluted, its strength in per cent and the solvent: 10, DPG.",
    )
    basis = forms.ChoiceField(
        label="Shares by", choices=[(one, one) for one in Basis], widget=UnfoldAdminSelectWidget()
    )
    text = forms.CharField(
        label="or as a text",
        required=False,
        max_length=MOST_LETTERS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="YAML or JSON, for blends within blends: the rows are passed over.",
    )

    recipe: Blend

    def clean(self) -> dict[str, Any]:
        if not {"parts", "basis", "text"} & self.errors.keys():
            try:
                self.recipe = self._read()
            except ValidationError as error:
                self.add_error(None, error)
        return super().clean()

    def _read(self) -> Blend:
        text, parts = self.cleaned_data["text"], self.cleaned_data["parts"]
        if not text.strip():
            return recipe_of(parts, self.cleaned_data["basis"])
        if parts and "parts" in self.changed_data:
            raise ValidationError("There are rows and a text: empty one of them.")
        try:
            return recipe_from_yaml(text)
        except BadInput as error:
            raise ValidationError(in_words(error)) from error


class NewFormula(RecipeForm):
    """A formula that nobody has written yet."""

    code = IdentifierField(help_text="How recipes name it, such as SEA-ACCORD. It never changes.")
    name = IdentifierField(max_length=LONGEST_NAME)
    note = note_field(required=False)
    field_order = ["code", "name", "parts", "basis", "text", "note"]

    def command(self) -> commands.DraftFormula:
        filled = self.cleaned_data
        texts = (filled["code"], filled["name"])
        return commands.DraftFormula(*texts, self.recipe, filled["note"], self.by)

    def key(self) -> str:
        return str(self.cleaned_data["code"])


class Revise(RecipeForm):
    """Another recipe."""

    title = "Revise"
    note = note_field(required=False, help_text="What is other now, and why.")
    based_on = WholeNumberField(
        label="Based on version",
        least=1,
        most=LATEST_VERSION,
        help_text="If somebody was faster: look at that version before you give its number here.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = self.instance.latest
        recipe = queries.recipe(self.instance.pk, self.latest)
        rows = rows_of(recipe)
        text = recipe_to_yaml(recipe) if rows is None else ""
        shown = {"parts": rows or [], "basis": recipe.basis, "text": text}
        self.initial.update(shown, based_on=self.latest, note="")

    def command(self) -> commands.ReviseFormula:
        note, based_on = self.cleaned_data["note"], self.cleaned_data["based_on"]
        return commands.ReviseFormula(self.instance.pk, self.recipe, note, self.by, based_on)

    def told(self, answer: Any) -> str:
        if answer == self.latest:
            return f"This is what version {answer} says: nothing was changed."
        return f"It is version {answer}."


def version_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(coerce=int, widget=UnfoldAdminSelectWidget())


class Branch(FormulaForm):
    """A formula of its own that begins with one of these versions."""

    title = "Branch"
    version = version_field()
    new_code = IdentifierField(label="Code of the branch")
    new_name = IdentifierField(label="Its name", max_length=LONGEST_NAME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions()

    def command(self) -> commands.BranchFormula:
        filled = self.cleaned_data
        return commands.BranchFormula(
            self.instance.pk, filled["version"], filled["new_code"], filled["new_name"], self.by
        )

    def key(self) -> str:
        return str(self.cleaned_data["new_code"])


class Approve(FormulaForm):
    """A second person finds a version fit for use."""

    title = "Approve"
    version = version_field()
    delivery_format = forms.ChoiceField(
        choices=partial(format_choices, ("", "Choose")),
        widget=UnfoldAdminSelectWidget(),
        help_text="How the scent reaches people: the limits of its category must hold. One that "
        "is not here is added by a safety assessor.",
    )
    dose = forms.DecimalField(
        label="Highest dose, %",
        max_digits=14,
        decimal_places=10,
        min_value=Decimal("0.0000000001"),
        max_value=100,
        widget=forms.NumberInput({"class": " ".join(INPUT_CLASSES), "step": "any"}),
        help_text="Per cent by mass of this formula in what is delivered; its evaluation tells "
        "the largest that safety allows.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions(approved=False)

    def command(self) -> commands.ApproveFormula:
        filled = self.cleaned_data
        dose = filled["dose"] / 100
        return commands.ApproveFormula(
            self.instance.pk, filled["version"], filled["delivery_format"], dose, self.by
        )


class Withdraw(FormulaForm):
    """An approved version must not be used any more."""

    title = "Withdraw approval"
    version = version_field()
    reason = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions(approved=True)

    def command(self) -> commands.WithdrawApproval:
        filled = self.cleaned_data
        return commands.WithdrawApproval(
            self.instance.pk, filled["version"], filled["reason"], self.by
        )
