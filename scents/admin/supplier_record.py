"""The record of a supplier: whether audiences favour it, and whether it delivers in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from messaging.admin.command_admin import Table
from messaging.admin.looks import badge, grouped
from scents import queries
from scents.admin.pictures.canvas import Picture
from scents.admin.pictures.points import Point, points
from scents.models import Delivery

MOST_SHOWN = 50
MOST_DRAWN = 24
HEADERS = ("batch", "scent", "units", "promised on", "due", "came", "promise")


def favour_picture(supplier: str) -> SafeString:
    """A row for each decision, by scent, the latest first."""
    found = queries.favour_of(supplier, MOST_DRAWN)
    if not found:
        return SafeString("no audience was asked yet")
    drawn = [Point(_label(one), _said(one), one.per_cent, None, one.interval) for one in found]
    height, content = points(drawn, low=0, high=100, unit=" %")
    told = "; ".join(f"{_label(one)}: {_said(one)}" for one in found)
    title = "Per cent of audiences that favoured it, by scent and time"
    picture = Picture("favour", title, told, height, content, (), ())
    return format_html('<figure class="result">{}</figure>', picture.svg("favour"))


def _label(one: queries.Favour) -> str:
    return f"{one.scent}, {date_format(one.at.date())}"


def _said(one: queries.Favour) -> str:
    answers = f" of {one.answers}" if one.answers is not None else ""
    return f"{one.per_cent:.4g} %{answers}{', chosen' if one.chosen else ''}"


def delivery_table(supplier: str, today: date) -> Table:
    """The latest deliveries, and in the title how many came in time."""
    rows = [_row(one, today) for one in queries.deliveries_of(supplier)[:MOST_SHOWN]]
    return Table(_title(queries.punctuality(supplier, today)), HEADERS, rows)


def _title(found: queries.Punctuality) -> str:
    if not found.due:
        return "Deliveries"
    told = f"Deliveries: {found.kept} of {found.due} in time"
    if found.days_late is not None:
        told += f", late ones {found.days_late:.1f} days on average"
    return told + (f", {found.overdue} overdue" if found.overdue else "")


def _row(one: Delivery, today: date) -> tuple[Any, ...]:
    days = [date_format(day) if day else "" for day in (one.promised_on, one.due_on, one.came_on)]
    return one.batch, one.sku, grouped(one.units), *days, _promise(one, today)


def _promise(one: Delivery, today: date) -> SafeString:
    due = one.due_on or today
    if one.came_on is None:
        return badge("overdue", "danger") if due < today else badge("to come", "info")
    delay = (one.came_on - due).days
    return (
        badge("kept", "success")
        if delay <= 0
        else badge(f"{delay} day{'s' * (delay != 1)} late", "warning")
    )
