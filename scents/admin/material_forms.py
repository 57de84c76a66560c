"""What perfumers fill in about materials, and the commands that it means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from domain.kernel import BadInput
from domain.scents.commands import materials as commands
from domain.scents.intake.rows import Place
from domain.scents.material import Kind
from domain.scents.material_rules import LONGEST_NOTE
from messaging.admin.forms import CommandForm, IdentifierField, LineField, ProseField
from messaging.tables.lines import split_line
from scents.exchange.row_kinds import READERS

_CODE_HELP = "Letters, digits and hyphens. It never changes."


class WordsField(LineField):
    """Words between semicolons."""

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        words = (word.strip() for word in super().clean(value).split(";"))
        return tuple(dict.fromkeys(word for word in words if word))


class MaterialDescription(CommandForm):
    """What a material is called and is."""

    name = LineField()
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.value) for kind in Kind], widget=UnfoldAdminSelectWidget()
    )
    cas = LineField(label="CAS number", required=False, help_text="Such as 5989-27-5.")
    descriptors = WordsField(
        label="Smells of", required=False, help_text="Words between semicolons."
    )
    note = ProseField(longest=LONGEST_NOTE, required=False)

    def command(self) -> commands.DescribeMaterial:
        return commands.DescribeMaterial(self.instance.pk, **self._said())

    def _said(self) -> dict[str, Any]:
        filled = self.cleaned_data
        said = {name: filled[name] for name in ("name", "cas", "descriptors", "note")}
        return {**said, "kind": Kind(filled["kind"])}


class NewMaterial(MaterialDescription):
    """The same, of a material that is not there yet."""

    code = IdentifierField(help_text=_CODE_HELP)
    field_order = ["code", "name", "kind", "cas", "descriptors", "note"]

    def command(self) -> commands.AddMaterial:
        return commands.AddMaterial(self.key(), **self._said())

    def key(self) -> str:
        return str(self.cleaned_data["code"])


class ConstituentsForm(CommandForm):
    """All constituents of a natural, a line for each, as in constituents.csv."""

    title = "Constituents"
    lines = forms.CharField(
        label="Constituents",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12}),
        help_text="One in a line: code, typical, most, unit (% or fraction), source. "
        'A source with a comma stands in quotes: LIMONENE,94,97,%,"ISO 3140, 2019"',
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["lines"] = "\n".join(map(_line, self.instance.constituents))

    def clean_lines(self) -> tuple[Any, ...]:
        lines = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        return tuple(self._read(number, line) for number, line in enumerate(lines, start=1))

    def _read(self, number: int, line: str) -> Any:
        try:
            cells = split_line(line)
            if len(cells) != 5:
                raise ValueError(f"has {len(cells)} cells, not 5")
            row = READERS["constituents"](Place("", number), [self.instance.pk, *cells])
        except (ValueError, BadInput) as fault:
            raise ValidationError(f"Line {number}: {fault}") from fault
        return row.constituent

    def command(self) -> commands.RecordConstituents:
        return commands.RecordConstituents(self.instance.pk, self.cleaned_data["lines"])


def _line(part: dict[str, Any]) -> str:
    source = part["source"].replace('"', '""')
    return f'{part["code"]},{part["typical"]!r},{part["most"]!r},fraction,"{source}"'
