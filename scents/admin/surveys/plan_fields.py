"""Fields for the plan of a survey: texts of several lines, each read strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextareaWidget

from domain.kernel import BadInput
from domain.scents.surveys.plan import LONGEST_TEXT

if TYPE_CHECKING:  # unfold has no types
    Textarea = forms.Textarea
else:
    Textarea = UnfoldAdminTextareaWidget

MOST_LETTERS = 100_000
TIME_FORMAT = "%Y-%m-%dT%H:%M"

Known = Callable[[], Mapping[str, Sequence[str]]]


def _nothing_known() -> Mapping[str, Sequence[str]]:
    return {}


class LinesArea(Textarea):
    """Below it stand the codes that are known; a script writes the one that is pressed."""

    def __init__(self, known: Known, *, rows: int, example: str) -> None:
        looks = {"rows": rows, "placeholder": example}
        super().__init__(attrs={**looks, "spellcheck": "false", "autocapitalize": "off"})
        self._known = known

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        groups = format_html_join("", "<p>{}: {}</p>", self._groups())
        if not groups:
            return box
        known = "{}<details class='known-codes' data-for='id_{}'><summary>{}</summary>{}</details>"
        return format_html(known, box, name, "Codes to choose from", groups)

    def _groups(self) -> list[tuple[str, SafeString]]:
        button = "<button type='button'>{}</button>"
        return [
            (title, format_html_join(" ", button, ((code,) for code in codes)))
            for title, codes in self._known().items()
            if codes
        ]


class LinesField(forms.CharField):
    """What `read` makes of the text. Its refusal names the line."""

    def __init__(
        self,
        read: Callable[[str], tuple[Any, ...]],
        *,
        example: str,
        known: Known = _nothing_known,
        rows: int = 3,
        **kwargs: Any,
    ) -> None:
        widget = LinesArea(known, rows=rows, example=example)
        super().__init__(max_length=MOST_LETTERS, widget=widget, strip=False, **kwargs)
        self._read = read

    def clean(self, value: Any) -> tuple[Any, ...]:
        try:
            return self._read(super().clean(value))
        except BadInput as fault:
            raise ValidationError(in_words(fault.reason)) from fault

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _lines(initial) != _lines(data)


class TextField(forms.CharField):
    """A text whose lines stay as they are."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": rows})
        super().__init__(max_length=LONGEST_TEXT, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return "\n".join(str(super().to_python(value) or "").splitlines())


class MomentField(forms.DateTimeField):
    """Day and time, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        looks = {"class": " ".join(INPUT_CLASSES), "type": "datetime-local"}
        widget = forms.DateTimeInput(looks, format=TIME_FORMAT)
        super().__init__(widget=widget, input_formats=[TIME_FORMAT], **kwargs)


def in_words(reason: str) -> str:
    """A reason of the domain as a sentence."""
    return f"{reason[:1].upper()}{reason[1:]}."


def _lines(text: Any) -> list[str]:
    return str(text or "").split()
