"""Customers hear of their orders: over HTTP, and by mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.allocation.moments import KINDS, Moment
from messaging.once import this_delivery
from messaging.webhooks.ports import Notice

if TYPE_CHECKING:
    from allocation.ports import Letters
    from domain.allocation.events import OrderUpdated
    from messaging.webhooks.ports import Webhooks

TOLD = KINDS.keys() - {"released"}
"""That a line lost its batch is a step on the way; where it went then is what matters."""


def tell_webhooks(event: OrderUpdated, webhooks: Webhooks) -> None:
    """One message for each moment; a repetition of the delivery repeats their keys."""
    cause = this_delivery()
    webhooks.queue_all(
        Notice(event.customer, KINDS[moment.kind], _data(event, moment), f"{cause} {n}")
        for n, moment in enumerate(_told(event))
    )


def mail_customer(event: OrderUpdated, letters: Letters) -> None:
    """One mail for all that a command did to the order."""
    if moments := _told(event):
        letters.send(event, moments)


def _told(event: OrderUpdated) -> list[Moment]:
    return [_moment(said) for said in event.moments if said["kind"] in TOLD]


def _moment(said: Mapping[str, Any]) -> Moment:
    """A stored event has its days as text."""
    moment = Moment(**said)
    if isinstance(moment.promised, str):
        return replace(moment, promised=date.fromisoformat(moment.promised))
    return moment


def _data(event: OrderUpdated, moment: Moment) -> dict[str, object]:
    data = {
        "order": event.orderid.removeprefix(f"{event.customer}/"),
        "sku": moment.sku,
        "qty": moment.qty,
        "promised_date": moment.promised and moment.promised.isoformat(),
        "text": moment.text,
        "at": event.at.isoformat(),
    }
    return {name: value for name, value in data.items() if value not in ("", None)}
