"""Charts of an evaluation, as SVG for pages and PNG for mails and PDFs.

They are drawn from the plain data of `scents.evaluation.answer`; the same data give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from scents.charts import cost, drying, odour, pyramid
from scents.charts.canvas import Format, rendered

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["KINDS", "Format", "chart"]

KINDS: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], Figure]]] = {
    "pyramid": ("Top, heart and base", pyramid.draw),
    "odour": ("Odour values", odour.draw),
    "evaporation": ("Evaporation", drying.draw),
    "cost": ("Cost", cost.draw),
}
"""Titles and how it is drawn, by kind."""


def chart(
    kind: str, answer: Mapping[str, Any], *, form: Format = Format.SVG, of: str = ""
) -> bytes:
    """The chart of this kind; `of` is the name of the mixture, for the title."""
    title, draw = KINDS[kind]
    return rendered(lambda: draw(answer), title=f"{title}: {of}" if of else title, form=form)
