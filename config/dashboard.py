"""The first page of the back office: what is in stock, and what waits."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator

from allocation import queries
from allocation.admin import columns
from allocation.models import OrderLine, Product
from messaging.admin.looks import list_of
from messaging.models import Delivery, ParkedMessage
from messaging.queries import backlog

MOST_BARS = 12
LONGEST_LABEL = 18  # characters; more would push the bars off a phone
_BAR_HEIGHT, _FRAME = 44, 90  # pixels

_TICKS = {"color": "#9ca3af", "precision": 0}
_OPTIONS = {
    "animation": False,
    "indexAxis": "y",
    "maintainAspectRatio": False,
    "datasets": {"bar": {"maxBarThickness": 14, "borderRadius": 3}},
    "plugins": {
        "legend": {"align": "start", "labels": {"color": "#9ca3af", "boxWidth": 12}},
        "tooltip": {"mode": "index", "intersect": False},
    },
    "scales": {
        "x": {"stacked": True, "ticks": _TICKS, "grid": {}, "beginAtZero": True},
        "y": {"stacked": True, "ticks": _TICKS, "grid": {"display": False}},
    },
}


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page shows besides the navigation."""
    may = request.user.has_perm
    context["cards"] = []
    if may("allocation.view_orderline"):
        context["cards"].append(_waiting_lines())
    if may("messaging.view_delivery") and may("messaging.view_parkedmessage"):
        context["cards"] += _messages()
    if may("allocation.view_product"):
        context["stock"] = _stock()
    return context


def _card(title: str, value: str, address: str, *, alarming: bool = False) -> dict[str, Any]:
    return {"title": title, "value": value, "address": address, "alarming": alarming}


def _waiting_lines() -> dict[str, Any]:
    count = queries.count_waiting_lines()
    return _card("Lines waiting", columns.units(count), list_of(OrderLine, state="waiting"))


def _messages() -> list[dict[str, Any]]:
    state = backlog(timezone.now())
    age = f"{state['oldest_seconds']:.0f} s"
    deliveries = list_of(Delivery)
    parked = state["parked"]
    return [
        _card("Undelivered events", columns.units(state["undelivered"]), deliveries),
        _card("Oldest of them", age, deliveries, alarming=state["oldest_seconds"] > 60),
        _card("Parked messages", columns.units(parked), list_of(ParkedMessage), alarming=parked),
    ]


def _stock() -> dict[str, Any]:
    products: list[Any] = queries.scarcest(timezone.now().date(), MOST_BARS)
    series = [
        ("available", "stock", "var(--color-primary-600)"),
        ("incoming", "stock", "var(--color-primary-300)"),
        ("waiting", "wanted", "#f59e0b"),
    ]
    data = {
        "labels": [Truncator(product.sku).chars(LONGEST_LABEL) for product in products],
        "datasets": [
            {
                "label": name,
                "data": [getattr(product, name) for product in products],
                "stack": stack,
                "backgroundColor": colour,
            }
            for name, stack, colour in series
        ],
    }
    return {
        "shown": len(products),
        "all": queries.count_products(),
        "address": list_of(Product),
        "data": json.dumps(data),
        "options": json.dumps(_OPTIONS),
        "height": _FRAME + _BAR_HEIGHT * len(products),
    }
