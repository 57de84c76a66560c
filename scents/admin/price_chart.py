"""Prices over time, drawn on the server: a step for each offer, a line for each supplier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from domain.scents.supply.offer import Offer, Sold

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 24
COLOURS = 6
"""Lines beyond these begin with the first colour again: see `.price-0` in admin-scents.css."""
PER = {Sold.MATERIAL: "kg", Sold.SCENT: "unit"}


def price_charts(offers: Sequence[Offer], *, today: date) -> SafeString:
    """One chart for each currency: amounts of several have no common axis."""
    by_currency: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        by_currency[offer.currency].append(offer)
    charts = [_Chart(found, today).draw() for _, found in sorted(by_currency.items())]
    return format_html_join("", "{}", ((chart,) for chart in charts))


class _Chart:
    """The offers of one item in one currency; the price is that of the first step."""

    def __init__(self, offers: Sequence[Offer], today: date) -> None:
        self._offers = offers
        self._first = min(offer.valid_from for offer in offers)
        begun = max(offer.valid_from for offer in offers)
        self._last = max(today, begun + timedelta(days=30))
        self._highest = max(offer.steps[0].price for offer in offers)

    def draw(self) -> SafeString:
        suppliers: Mapping[str, int] = {
            name: place for place, name in enumerate(sorted({o.supplier for o in self._offers}))
        }
        unit = f"{self._offers[0].currency} per {PER[self._offers[0].sold]}"
        svg = (
            '<figure class="prices"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">'
            "{}{}</svg><figcaption>{}, {}</figcaption></figure>"
        )
        label = f"Prices over time, {unit}"
        lines = format_html_join("", "{}", ((self._step(o, suppliers),) for o in self._offers))
        caption = format_html_join(
            ", ",
            '<span class="price-{}">{}</span>',
            ((place % COLOURS, name) for name, place in suppliers.items()),
        )
        return format_html(svg, WIDTH, HEIGHT, label, self._axes(), lines, unit, caption)

    def _axes(self) -> SafeString:
        bottom = HEIGHT - BOTTOM
        axis = (
            '<path class="axis" d="M{0} {1}V{2}H{3}"/>'
            '<text x="{4}" y="{5}" text-anchor="end">{6}</text>'
            '<text x="{4}" y="{2}" text-anchor="end">0</text>'
            '<text x="{0}" y="{7}">{8}</text>'
            '<text x="{3}" y="{7}" text-anchor="end">{9}</text>'
        )
        places = (LEFT, TOP, bottom, WIDTH - RIGHT, LEFT - 6, TOP + 10)
        days = (self._first.isoformat(), self._last.isoformat())
        return format_html(axis, *places, f"{self._highest:.2f}", HEIGHT - 6, *days)

    def _step(self, offer: Offer, suppliers: Mapping[str, int]) -> SafeString:
        end = min(offer.valid_to or self._last, self._last)
        price = offer.steps[0].price
        until = offer.valid_to or "further notice"
        told = f"{offer.supplier}: {price:.2f} {offer.currency}, {offer.valid_from} to {until}"
        path = '<path class="price-{}" d="M{} {}H{}"><title>{}</title></path>'
        colour = suppliers[offer.supplier] % COLOURS
        return format_html(
            path, colour, self._x(offer.valid_from), self._y(price), self._x(end), told
        )

    def _x(self, day: date) -> str:
        share = (day - self._first).days / max((self._last - self._first).days, 1)
        return f"{LEFT + share * (WIDTH - LEFT - RIGHT):.1f}"

    def _y(self, price: Decimal) -> str:
        return f"{HEIGHT - BOTTOM - float(price / self._highest) * (HEIGHT - TOP - BOTTOM):.1f}"
