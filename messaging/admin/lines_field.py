"""A field of several rows, each a key and a number of units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import INPUT_CLASSES

from messaging.texts import LONGEST_TEXT, fault_of

MOST_DIGITS = 12
_WHOLE = re.compile(r"[0-9]+")

Rows = Sequence[tuple[str, str]]


class LinesInput(forms.Widget):
    """Rows that are there (with a note on each, by key), then `blank` ones to be filled in."""

    def __init__(self, known: Callable[[], Iterable[str]], *, title: str, blank: int) -> None:
        super().__init__()
        self._known = known
        self.title = title
        self.blank = blank
        self.notes: Mapping[str, str] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Rows:
        pairs = zip(data.getlist(f"{name}-key"), data.getlist(f"{name}-units"), strict=False)
        return list(pairs)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        there: Rows = value or []
        blanks = self.blank - sum(key not in self.notes for key, _ in there)
        rows = [self._row(name, key, units) for key, units in [*there, *[("", "")] * blanks]]
        known = format_html_join("", '<option value="{}">', ((text,) for text in self._known()))
        return format_html(
            '<div class="lines" id="id_{}">{}</div><datalist id="known-{}">{}</datalist>',
            name,
            format_html_join("", "{}", ((row,) for row in rows)),
            name,
            known,
        )

    def _row(self, name: str, key: str, units: str) -> SafeString:
        looks = " ".join(INPUT_CLASSES)
        number = format_html(
            '<input name="{}-units" value="{}" inputmode="numeric" class="{}" maxlength="{}" '
            'aria-label="units {}" placeholder="units" autocomplete="off">',
            *(name, units, looks, MOST_DIGITS, key),
        )
        if key in self.notes:
            row = (
                '<div><input type="hidden" name="{}-key" value="{}">'
                "<span>{}<small>{}</small></span>{}</div>"
            )
            return format_html(row, name, key, key, self.notes[key], number)
        row = (
            '<div><input name="{}-key" value="{}" list="known-{}" class="{}" maxlength="{}" '
            'aria-label="{}" placeholder="{}" autocomplete="off">{}</div>'
        )
        box = (name, key, name, looks, LONGEST_TEXT, self.title, self.title)
        return format_html(row, *box, number)


class LinesField(forms.Field):
    """Units by key; the same key twice is added up, a row without units is passed over."""

    widget: LinesInput

    def __init__(
        self,
        *,
        most: int,
        least: int = 1,
        title: str = "SKU",
        known: Callable[[], Iterable[str]] = tuple,
        blank: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(widget=LinesInput(known, title=title, blank=blank), **kwargs)
        self._least = least
        self._most = most

    def show(self, rows: Iterable[tuple[str, int, str]]) -> Rows:
        """Rows that are there already: key, units, note; what to begin with."""
        rows = list(rows)
        self.widget.notes = {key: note for key, _, note in rows}
        return [(key, str(units)) for key, units, _ in rows]

    def clean(self, value: Rows) -> dict[str, int]:
        total: dict[str, int] = {}
        for key, units in ((key.strip(), units.strip()) for key, units in value):
            if not units and (not key or key in self.widget.notes):
                continue
            if fault := fault_of(key):
                raise ValidationError(f"{units} of what? The {self.widget.title} {fault}.")
            total[key] = total.get(key, 0) + self._number(key, units)
        if self.required and not total:
            raise ValidationError("Fill in one line at least.")
        return total

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [*(initial or [])] != [row for row in data if any(row)]

    def _number(self, key: str, text: str) -> int:
        if not _WHOLE.fullmatch(text) or len(text) > MOST_DIGITS:
            raise ValidationError(f"{key}: enter a whole number.")
        if not self._least <= (number := int(text)) <= self._most:
            raise ValidationError(f"{key}: from {self._least} to {self._most} units.")
        return number
