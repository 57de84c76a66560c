"""What the materials of a batch cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scents.charts.canvas import BLUE, MOST_ROWS, axes, empty, listed, name_rows, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(answer: Mapping[str, Any]) -> Figure:
    """Bars of the cheapest way to buy, the dearest material first."""
    if not answer["cost"]:
        return empty("No data: there are no prices")
    best = answer["cost"][0]
    ranked = sorted(best["purchases"], key=lambda one: (-float(one["cost"]), one["material"]))
    shown, total = ranked[:MOST_ROWS], float(best["cost"])
    figure, area = axes(len(shown))
    costs = [float(one["cost"]) for one in shown]
    area.barh(range(len(shown)), costs, color=BLUE)
    for row, one in enumerate(shown):
        text = f"{one['cost']}  {one['supplier']}"
        area.annotate(text, (costs[row], row), (3, 0), textcoords="offset points", va="center")
    area.set_xlim(0, max([*costs, 0.01]) * 1.8)
    name_rows(area, [one["material"] for one in shown])
    area.set_xlabel(
        f"{best['currency']} in this batch; all {total:.2f}, {best['cost_per_kg']} per kg"
    )
    say(figure, f"No offers: {listed(best['missing'])}" if best["missing"] else "")
    return figure
