"""What a letter to a customer tells: who reads it, and how the order stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocation.models import Member, Order, OrderLine, Shipment
from allocation.queries.standings import standing
from domain.allocation.standing import LineStanding


@dataclass(frozen=True)
class Parcel:
    """A shipment that left the house."""

    number: str
    carrier: str
    tracking: str


@dataclass(frozen=True)
class OrderNow:
    """An order at this moment, by the customer's own reference; lines by sku."""

    reference: str
    lines: Sequence[LineStanding]
    parcels: Sequence[Parcel]


def readers_of(customer: str) -> list[str]:
    """The addresses of the members who want mail."""
    members = Member.objects.filter(customer_id=customer, wants_mail=True)
    return list(members.order_by("email").values_list("email", flat=True))


def order_now(orderid: str) -> OrderNow:
    lines = OrderLine.objects.filter(orderid=orderid).order_by("sku")
    parcels = Shipment.objects.filter(order_id=orderid).order_by("shipped_at", "number")
    return OrderNow(
        Order.objects.values_list("reference", flat=True).get(orderid=orderid),
        [standing(line) for line in lines],
        [Parcel(*row) for row in parcels.values_list("number", "carrier", "tracking")],
    )
