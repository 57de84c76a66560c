"""Bars, as unfold's Chart.js draws them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator

LONGEST_LABEL = 18  # characters; more would push the bars off a phone
STRONG, PALE, AMBER = "var(--color-primary-600)", "var(--color-primary-300)", "#f59e0b"

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


@dataclass(frozen=True)
class Series:
    """One number for each label; those of one `stack` are drawn on top of each other."""

    name: str
    numbers: Sequence[int]
    colour: str = STRONG
    stack: str = "one"


@dataclass(frozen=True)
class Chart:
    """A panel with horizontal bars; `empty` is said where there are none."""

    id: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    empty: str
    note: str = ""
    address: str = ""
    link: str = ""
    options: str = field(default=json.dumps(_OPTIONS), init=False)

    @property
    def data(self) -> str:
        return json.dumps({"labels": self._labels(), "datasets": [*map(_dataset, self.series)]})

    def _labels(self) -> list[str]:
        return [Truncator(label).chars(LONGEST_LABEL) for label in self.labels]


def _dataset(series: Series) -> dict[str, Any]:
    return {
        "label": series.name,
        "data": list(series.numbers),
        "stack": series.stack,
        "backgroundColor": series.colour,
    }
