"""How the pages of the laboratory show things."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from domain.kernel import Event
from domain.scents.facts import step_facts
from domain.scents.supply.offer import Offer, Sold
from messaging.admin.command_admin import Table
from messaging.admin.looks import badge, grouped, page_of
from messaging.models import OutboxEvent
from scents import models

COUNTED = {Sold.MATERIAL: ("g", "kg"), Sold.SCENT: ("units", "unit")}
MOST_TOLD = 20
_CAPITAL = re.compile("([A-Z])")
OFFER_HEADERS = ("supplier", "item", "price", "minimum", "days to deliver", "from", "to", "state")


def badges(texts: Iterable[str], kind: str = "warning") -> SafeString:
    return format_html_join(" ", "{}", ((badge(text.replace("_", " "), kind),) for text in texts))


def prices(offer: Offer) -> str:
    """Every step: at which price, from how much."""
    counted, priced = COUNTED[offer.sold]
    steps = [f"{price} from {grouped(qty)} {counted}" for qty, price in step_facts(offer.steps)]
    return f"{offer.currency} per {priced}: {', '.join(steps)}"


def least(offer: Offer) -> str:
    """The smallest order."""
    return f"{grouped(offer.minimum)} {COUNTED[offer.sold][0]}"


def offer_state(valid_from: date, valid_to: date | None, today: date) -> SafeString:
    if today < valid_from:
        return badge("to come", "info")
    if valid_to is not None and valid_to < today:
        return badge("over")
    return badge("holds", "success")


def offer_table(title: str, offers: Sequence[Offer], today: date) -> Table:
    rows = [_offer_row(offer, today) for offer in offers]
    return Table(title, OFFER_HEADERS, rows)


def _offer_row(offer: Offer, today: date) -> tuple[Any, ...]:
    material = offer.sold is Sold.MATERIAL
    return (
        page_of(models.Supplier, offer.supplier),
        page_of(models.Material, offer.item) if material else offer.item,
        prices(offer),
        least(offer),
        offer.lead_time,
        offer.valid_from,
        offer.valid_to or "further notice",
        offer_state(offer.valid_from, offer.valid_to, today),
    )


def changes(identity: str, *, without: Collection[str] = (), since: int = 0) -> Table:
    """What was last told of an aggregate: when, by whom, what; `without` what is told often, for
    which no more is read than what came after the version `since`."""
    told = OutboxEvent.objects.filter(aggregate_id=identity, version__gt=since)
    events = told.exclude(type__in=without).order_by("-version")[:MOST_TOLD]
    rows = [(event.recorded_at, event.actor, *_told(event)) for event in events]
    return Table("Latest changes", ["when", "who", "what", "how"], rows)


def _told(event: OutboxEvent) -> tuple[str, str]:
    """The kind of the event in words, and all that it says."""
    words = _CAPITAL.sub(r" \1", event.type).strip().lower()
    said = {
        name: event.payload[name]
        for name in sorted(event.payload, key=_order_of(event.type))
        if event.payload[name] not in ("", None, []) and not _is_said(event, name)
    }
    return words, ", ".join(f"{name} {_plain(value)}" for name, value in said.items())


def _order_of(kind: str) -> Callable[[str], int]:
    """Facts in the order in which the event tells them, not in that of the database."""
    event: Any = Event.types.get(kind)
    names = [field.name for field in fields_of(event)] if event else []
    return lambda name: names.index(name) if name in names else len(names)


def _is_said(event: OutboxEvent, name: str) -> bool:
    """Who, when and of what: other columns tell it, or the page."""
    value = event.payload[name]
    who = name == "by" and event.actor in (value, f"admin:{value}")
    return who or name == "at" or (name == "code" and event.aggregate_id.endswith(f":{value}"))


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items() if one is not None)
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    return str(value)
