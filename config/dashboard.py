"""The first page of the back office: what is to be done, what is in stock, and what waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocation import queries
from allocation.admin import columns
from allocation.models import DueBatch, Order, OrderLine, OrderToShip, Product, ReorderPoint
from config.charts import AMBER, PALE, Chart, Series
from messaging.admin.cards import Card, card
from messaging.admin.looks import list_of
from messaging.models import Delivery, ParkedMessage
from messaging.queries import backlog
from scents.admin.cards import laboratory_cards

MOST_BARS = 12


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page shows besides the navigation."""
    may = request.user.has_perm
    cards: list[Card] = []
    charts: list[Chart] = []
    if may("allocation.view_ordertoship"):
        cards.append(_to_ship())
    if may("allocation.view_duebatch"):
        cards.append(_late())
    if may("allocation.view_product"):
        charts.append(_stock())
    if may("allocation.view_orderline"):
        cards.append(_waiting_lines())
        charts.append(_backorders())
    if may("allocation.view_order"):
        at_risk, chart = _risks()
        cards.append(at_risk)
        charts.append(chart)
    if may("allocation.view_reorderpoint"):
        charts.append(_low_stock())
    cards += laboratory_cards(may)
    if may("messaging.view_delivery") and may("messaging.view_parkedmessage"):
        cards += _messages()
    return {**context, "cards": cards, "charts": charts}


def _to_ship() -> Card:
    count = queries.count_to_ship(timezone.now().date())
    more = "+" if count == queries.MOST_COUNTED else ""
    return card("To ship today", columns.units(count) + more, list_of(OrderToShip))


def _late() -> Card:
    count = queries.count_late_batches(timezone.now().date())
    late = list_of(DueBatch, due="late")
    return card("Due in, late", columns.units(count), late, alarming=bool(count))


def _waiting_lines() -> Card:
    count = queries.count_waiting_lines()
    return card("Lines waiting", columns.units(count), list_of(OrderLine, state="waiting"))


def _messages() -> list[Card]:
    state = backlog(timezone.now())
    age = f"{state['oldest_seconds']:.0f} s"
    deliveries = list_of(Delivery)
    parked = state["parked"]
    return [
        card("Undelivered events", columns.units(state["undelivered"]), deliveries),
        card("Oldest of them", age, deliveries, alarming=state["oldest_seconds"] > 60),
        card("Parked messages", columns.units(parked), list_of(ParkedMessage), alarming=parked),
    ]


def _stock() -> Chart:
    products: list[Any] = queries.scarcest(timezone.now().date(), MOST_BARS)
    count = queries.count_products()
    most = f"{len(products)} of {count}: those with most units waiting, then the least in stock."
    return Chart(
        "stock",
        "Stock by SKU",
        [product.sku for product in products],
        [
            Series("available", [product.available for product in products], stack="stock"),
            Series("incoming", [product.incoming for product in products], PALE, "stock"),
            Series("waiting", [product.waiting for product in products], AMBER, "wanted"),
        ],
        empty="Nothing yet. A product comes into being with its first batch.",
        note=most if len(products) < count else "",
        address=list_of(Product),
        link="All products",
    )


def _backorders() -> Chart:
    now = timezone.now()
    lines = queries.oldest_backorders(MOST_BARS)
    ages = [(now - line.accepted_at).days for line in lines]
    return Chart(
        "backorders",
        "Oldest backorders",
        [f"{line.orderid.rpartition('/')[2]} {line.sku_id}" for line in lines],
        [Series("days since the order", ages, AMBER)],
        empty="No line waits for stock.",
        address=list_of(OrderLine, state="waiting"),
        link="All lines that wait",
    )


def _risks() -> tuple[Card, Chart]:
    orders, count = queries.promises_at_risk(timezone.now().date(), MOST_BARS)
    chart = Chart(
        "risks",
        "Promises at risk",
        [orderid.rpartition("/")[2] for orderid, _ in orders],
        [Series("days late", [days for _, days in orders], "#ef4444")],
        empty="Every order will be ready on the day it is wanted.",
        note="Promised for later than requested, or resting on a batch that should be here.",
        address=list_of(Order),
        link="All orders",
    )
    at_risk = card("Promises at risk", columns.units(count), "#risks", alarming=bool(count))
    return at_risk, chart


def _low_stock() -> Chart:
    points = queries.low_stock(timezone.now().date(), MOST_BARS)
    return Chart(
        "low-stock",
        "Low stock",
        [point.sku_id for point in points],
        [
            Series("free now", [point.on_hand for point in points]),
            Series("incoming", [point.incoming for point in points], PALE),
            Series("waiting", [point.waiting for point in points], AMBER, "wanted"),
        ],
        empty="No SKU is down to its reorder point.",
        address=list_of(ReorderPoint),
        link="All reorder points",
    )
