"""Forms that mean a command, and fields that take what the HTTP doors take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextareaWidget, UnfoldBooleanSwitchWidget

from domain.kernel import Command
from messaging.texts import LONGEST_TEXT, fault_of

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""A day before or after these is a slip of the keyboard."""

_WHOLE = re.compile(r"[+-]?[0-9]+")
_BETWEEN = re.compile(r"[\s,;]+")


class CommandForm(ModelForm):
    """What a person fills in, and the command that it means.

    The fields check what was typed. The rules are the domain's and the row is written by its
    handler, so the form leaves the row alone. `refusal` is why the command was not carried out
    when this form was sent. `title` is what it does, where it has a page of its own; `permission`
    is what it takes, where the right to change the row is not that.
    """

    title: ClassVar[str] = ""
    permission: ClassVar[str] = ""
    refusal: ClassVar[str | None] = None

    def clean(self) -> dict[str, Any]:
        if self.refusal:
            raise ValidationError(self.refusal)
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Here Django would fill in the row and check it."""

    def command(self) -> Command | None:
        """None: the form asks for nothing."""
        raise NotImplementedError

    def key(self) -> Any:
        """The primary key of the row that shows what the command has done."""
        return self.instance.pk

    def told(self, answer: Any) -> str:
        """What to say of the handler's answer."""
        return ""


class Suggesting(forms.TextInput):
    """A text input that proposes known values and takes others too."""

    def __init__(self, known: Callable[[], Iterable[str]], attrs: dict[str, Any]) -> None:
        super().__init__(attrs)
        self._known = known

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        box = super().render(name, value, {**(attrs or {}), "list": f"known-{name}"}, renderer)
        known = format_html_join("", '<option value="{}">', ((text,) for text in self._known()))
        return format_html('{}<datalist id="known-{}">{}</datalist>', box, name, known)


class IdentifierField(forms.CharField):
    """A reference as people write it, by the rule of the HTTP doors."""

    def __init__(self, *, known: Callable[[], Iterable[str]] = tuple, **kwargs: Any) -> None:
        attrs = _looks(maxlength=LONGEST_TEXT, autocomplete="off", autocapitalize="off")
        super().__init__(widget=Suggesting(known, attrs), **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and (fault := fault_of(text)):
            raise ValidationError(f"It {fault}.")
        return text


class SeveralField(forms.CharField):
    """Identifiers with spaces or commas between them; a script suggests the last one."""

    def __init__(self, *, known: Callable[[], Iterable[str]], **kwargs: Any) -> None:
        attrs = _looks(autocomplete="off", autocapitalize="off") | {"data-several": ""}
        super().__init__(required=False, widget=Suggesting(known, attrs), **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(filter(None, _BETWEEN.split(super().clean(value))))


class LineField(IdentifierField):
    """A visible text of one line; empty where it is not required."""

    def clean(self, value: Any) -> str:
        blank = not self.required and not str(value or "").strip()
        return "" if blank else super().clean(value)


class ProseField(forms.CharField):
    """A visible text that may be long; empty where it is not required."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": 2})
        super().__init__(max_length=longest, widget=widget, **kwargs)
        self._longest = longest

    def clean(self, value: Any) -> str:
        text = " ".join(super().clean(value).split())
        if text and (fault := fault_of(text, longest=self._longest)):
            raise ValidationError(f"It {fault}.")
        return text


class WholeNumberField(forms.IntegerField):
    """Digits, within bounds; neither 3.0 nor 1_000."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        attrs = _looks(inputmode="numeric")
        widget = forms.NumberInput(attrs)
        super().__init__(min_value=least, max_value=most, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and value.strip() and not _WHOLE.fullmatch(value.strip()):
            raise ValidationError("Enter a whole number.")
        return super().to_python(value)


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = _looks(type="date", min=FIRST_DAY.isoformat(), max=LAST_DAY.isoformat())
        widget = forms.DateInput(attrs, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)
        self.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


def switch(**kwargs: Any) -> forms.BooleanField:
    """Yes or no."""
    return forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget(), **kwargs)


def _looks(**attrs: Any) -> dict[str, Any]:
    return {"class": " ".join(INPUT_CLASSES), **attrs}
