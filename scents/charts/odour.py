"""How many times their thresholds the notes are in the air."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scents.charts.canvas import (
    BLUE,
    INK,
    MOST_ROWS,
    ORANGE,
    amount,
    axes,
    empty,
    listed,
    logarithmic,
    name_rows,
    say,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FAINTEST = 1e-6


def draw(answer: Mapping[str, Any]) -> Figure:
    """Bars on a logarithmic axis, the leading note first and in another colour."""
    notes = answer["headspace"]["notes"]
    unknown = [note["substance"] for note in notes if note["odour_value"] is None]
    known = {note["substance"]: note["odour_value"] for note in notes if note["odour_value"]}
    ranked = [name for name in answer["leading"] if name in known]
    if not ranked:
        return empty("No data: no odour value is known")
    return _bars(ranked, known, unknown)


def _bars(ranked: list[str], known: Mapping[str, float], unknown: list[str]) -> Figure:
    shown = ranked[:MOST_ROWS]
    figure, area = axes(len(shown))
    values = [max(known[name], FAINTEST) for name in shown]
    least = min(1.0, *values) / 3
    widths = [value - least for value in values]
    area.barh(range(len(shown)), widths, left=least, color=[ORANGE, *[BLUE] * (len(shown) - 1)])
    logarithmic(area, amount)
    area.set_xlim(least, max(1.0, *values) * 30)
    area.axvline(1, color=INK, linewidth=1, linestyle="--")
    for row, value in enumerate(values):
        text = f"{amount(value)}{'  leads' if row == 0 else ''}"
        area.annotate(text, (value, row), (3, 0), textcoords="offset points", va="center")
    name_rows(area, shown)
    area.set_xlabel("times the threshold (1: just smelled)")
    left_out = f"{len(ranked) - len(shown)} weaker ones not shown. " * (len(ranked) > len(shown))
    say(figure, left_out + (f"No data: {listed(unknown)}" if unknown else ""))
    return figure
