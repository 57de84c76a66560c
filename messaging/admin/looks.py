"""Small pieces of pages."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString


def page_of(model: type[Model], key: Any, text: str = "") -> SafeString:
    """A link to the page of a row."""
    return format_html('<a class="row-link" href="{}">{}</a>', address_of(model, key), text or key)


def address_of(model: type[Model], key: Any) -> str:
    """The address of the page of a row."""
    return reverse(_name(model, "change"), args=[quote(key)])


def list_of(model: type[Model], **filters: Any) -> str:
    """The address of a list, filtered."""
    return reverse(_name(model, "changelist"), query=filters or None)


def grouped(number: int) -> str:
    """With its thousands apart."""
    return formats.number_format(number, use_l10n=True, force_grouping=True)


def badge(text: str, kind: str = "") -> SafeString:
    """`kind` gives the colour: success, info, warning, danger, or none."""
    return render_to_string("unfold/helpers/label.html", {"text": text, "type": kind})


def plain(text: str) -> SafeString:
    """A text as it is, line by line."""
    return format_html('<pre class="plain">{}</pre>', text) if text else SafeString("-")


def pretty(payload: Any) -> SafeString:
    """JSON, indented for people."""
    return plain(json.dumps(payload, indent=2, ensure_ascii=False))


def _name(model: type[Model], page: str) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
