"""A field of several rows, each a part of a recipe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import INPUT_CLASSES

from domain.kernel import BadInput
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Use
from domain.scents.recipes.text import read_recipe
from domain.scents.recipes.uses import reference

COLUMNS = ("of", "share", "strength", "solvent")
TITLES = ("material, or FORMULA@2", "share", "at %", "in solvent")
NUMBERS = ("share", "strength")
BLANK = 6
MOST_ROWS = 200
"""Django takes 1,000 values from one form."""
LONGEST = {"of": 300, "share": 30, "strength": 30, "solvent": 255}

_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,20})?", re.ASCII)
_PLACE = re.compile(r"parts/(\d+)/?(.*)")

Row = tuple[str, str, str, str]


class PartsInput(forms.Widget):
    """The parts that are there, then blank rows; a script adds more."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._known = known

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        columns = [data.getlist(f"{name}-{column}") for column in COLUMNS]
        return list(zip(*columns, strict=False))

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        filled = [row for row in value or [] if any(row)]
        rows = [*filled, *[("", "", "", "")] * BLANK]
        known = format_html_join("", '<option value="{}">', ((text,) for text in self._known()))
        return format_html(
            '<div class="parts" id="id_{}">{}</div>'
            '<p><button type="button" class="row-link more-rows" hidden>More rows</button></p>'
            '<datalist id="known-{}">{}</datalist>',
            name,
            format_html_join("", "<div>{}</div>", ((self._row(name, row),) for row in rows)),
            name,
            known,
        )

    def _row(self, name: str, row: Row) -> SafeString:
        boxes = zip(COLUMNS, TITLES, row, strict=True)
        return format_html_join("", "{}", ((self._box(name, *box),) for box in boxes))

    def _box(self, name: str, column: str, title: str, value: str) -> SafeString:
        looks = " ".join(INPUT_CLASSES)
        helps = ("inputmode", "decimal") if column in NUMBERS else ("list", f"known-{name}")
        return format_html(
            '<input name="{}-{}" value="{}" class="{}" maxlength="{}" aria-label="{}" '
            'placeholder="{}" autocomplete="off" autocapitalize="off" {}="{}">',
            *(name, column, value, looks, LONGEST[column], title, title, *helps),
        )


class PartsField(forms.Field):
    """Parts as `read_recipe` takes them; a blank row is passed over."""

    widget: PartsInput

    def __init__(self, *, known: Callable[[], Iterable[str]] = tuple, **kwargs: Any) -> None:
        super().__init__(widget=PartsInput(known), required=False, **kwargs)

    def clean(self, value: Sequence[Row]) -> list[dict[str, object]]:
        typed = [[text.strip() for text in row] for row in value]
        return [_part(number, row) for number, row in enumerate(typed, 1) if any(row)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [*(initial or [])] != [tuple(map(str.strip, row)) for row in data if any(row)]


def rows_of(recipe: Blend) -> list[Row] | None:
    """The rows that mean this recipe; None: it is more than rows can say, or a form can hold."""
    rows: list[Row] = []
    if len(recipe.parts) > MOST_ROWS:
        return None
    for part in recipe.parts:
        node, strength, solvent = part.node, "", ""
        if isinstance(node, Dilution) and node.basis is Basis.MASS:
            strength, solvent = f"{(node.strength * 100).normalize():f}", node.solvent
            node = node.of
        of = _of(node)
        if of is None:
            return None
        rows.append((of, f"{part.share:f}", strength, solvent))
    return rows


def recipe_of(parts: Sequence[Mapping[str, object]], basis: str) -> Blend:
    """What was typed in rows. Raises ValidationError, which names the row."""
    try:
        return read_recipe({"basis": basis, "parts": list(parts)})
    except BadInput as error:
        raise ValidationError(in_words(error)) from error


def in_words(error: BadInput) -> str:
    """`parts/2/share` as a person counts."""
    place = _PLACE.fullmatch(error.field)
    if place is None:
        return f"{error.field}: {error.reason}."
    inner = f", {place[2]}" if place[2] else ""
    return f"Part {int(place[1]) + 1}{inner}: {error.reason}."


def _of(node: Node) -> str | None:
    match node:
        case Use(material):
            return material
        case Accord(formula, version):
            return reference(formula, version)
    return None


def _part(number: int, row: Sequence[str]) -> dict[str, object]:
    of, share, strength, solvent = row
    formula, at, version = of.rpartition("@")
    node: dict[str, object] = {"formula": formula, "version": version} if at else {"material": of}
    if bool(strength) != bool(solvent):
        raise ValidationError(f"Row {number}: a dilution has a strength and a solvent.")
    if not strength:
        return {**node, "share": share}
    if not _PERCENT.fullmatch(strength):
        raise ValidationError(f"Row {number}: the strength is a percentage, such as 10.")
    fraction = str(Decimal(strength) / 100)
    return {"dilution": {**node, "strength": fraction, "solvent": solvent}, "share": share}
