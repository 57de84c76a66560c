"""What is left of a mixture while it dries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scents.charts.canvas import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    PINK,
    RED,
    SKY,
    axes,
    empty,
    key,
    logarithmic,
    shortened,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINES = [(BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (RED, ":"), (PINK, "-"), (SKY, "--")]
"""Told apart in grey, too."""
SECOND, MINUTE, DAY = 1 / 3_600, 1 / 60, 24.0
TICKS = [SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, 1, 5, DAY, 7 * DAY, 60 * DAY, 365 * DAY]
"""Hours."""


def draw(answer: Mapping[str, Any]) -> Figure:
    """A line for the whole, and one for each of those that are smelled most."""
    known = answer["evaporation"]
    if not known:
        return empty("No data: nothing in it is identified")
    courses = {course["substance"]: course for course in known["courses"]}
    moving = [name for name, course in courses.items() if course["tier"]]
    if not moving:
        return empty("No data: no vapour pressure is known")
    leading = [name for name in answer["leading"] if name in moving]
    shown = [*leading, *(name for name in moving if name not in leading)][: len(LINES)]
    figure, area = axes(12)
    times = known["times_h"]
    area.plot(times, _percent(known["mass_fraction_left"]), color=INK, linewidth=2.5, label="all")
    for name, (colour, line) in zip(shown, LINES, strict=False):
        left = _percent(courses[name]["mass_fraction_left"])
        area.plot(times, left, line, color=colour, label=shortened(name))
    logarithmic(area, _clock, [tick for tick in TICKS if times[1] <= tick <= times[-1]])
    area.set_ylim(0, 105)
    area.set_xlabel("time (logarithmic)")
    area.set_ylabel("per cent left")
    more = len(moving) - len(shown)
    key(figure, f"{more} others not shown" if more else "")
    return figure


def _clock(hours: float) -> str:
    for length, unit in ((DAY, "d"), (1.0, "h"), (MINUTE, "min")):
        if hours >= length * 0.999:
            return f"{hours / length:.3g} {unit}"
    return f"{hours / SECOND:.3g} s"


def _percent(fractions: list[float]) -> list[float]:
    return [100 * fraction for fraction in fractions]
