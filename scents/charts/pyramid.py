"""Top, heart and base notes: the mass of each substance, the most volatile first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scents.charts.canvas import (
    BLUE,
    GREEN,
    MOST_ROWS,
    ORANGE,
    PALE,
    axes,
    empty,
    key,
    name_rows,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TIERS = {"top": ORANGE, "heart": GREEN, "base": BLUE, None: PALE}
_NAMES = {"top": "top", "heart": "heart", "base": "base", None: "no data"}


def draw(answer: Mapping[str, Any]) -> Figure:
    """A bar for each substance; the legend sums the tiers up."""
    if not answer["evaporation"]:
        return empty("No data: nothing in it is identified")
    courses = {course["substance"]: course for course in answer["evaporation"]["courses"]}
    rows = [row for row in answer["composition"]["substances"] if row["substance"] in courses]
    heaviest = sorted(rows, key=lambda row: -row["mass_fraction"])[:MOST_ROWS]
    shown = sorted(heaviest, key=lambda row: _lasts(courses[row["substance"]]))
    figure, area = axes(len(shown) + 2)
    for tier, colour in TIERS.items():
        _tier(area, rows, shown, courses, tier, colour)
    name_rows(area, [row["substance"] for row in shown])
    area.set_xlabel("per cent by mass")
    left_out = len(rows) - len(shown)
    key(figure, f"{left_out} smaller ones not shown" if left_out else "")
    return figure


def _tier(
    area: Any, rows: Any, shown: Any, courses: Mapping[str, Any], tier: str | None, colour: str
) -> None:
    total = math.fsum(
        row["mass_fraction"] for row in rows if courses[row["substance"]]["tier"] == tier
    )
    bars = {n: row for n, row in enumerate(shown) if courses[row["substance"]]["tier"] == tier}
    if bars:
        widths = [100 * row["mass_fraction"] for row in bars.values()]
        area.barh([*bars], widths, color=colour, label=f"{_NAMES[tier]} {100 * total:.3g} %")


def _lasts(course: Mapping[str, Any]) -> tuple[bool, float]:
    """Those of which nothing is known stand last."""
    half = course["half_life_h"]
    return course["tier"] is None, math.inf if half is None else half
