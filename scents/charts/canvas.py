"""What charts are drawn on: a white card that is read on a phone and on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 4.4
"""Inches: as wide as a phone shows it, letters have their true size."""
LONGEST = 22
MOST_ROWS = 16
INK, PALE = "#222222", "#8a8a8a"
BLUE, ORANGE, GREEN, SKY, RED, PINK = (
    "#0072b2", "#e69f00", "#009e73", "#56b4e9", "#d55e00", "#cc79a7",
)  # fmt: skip
"""Told apart by the colour-blind (Okabe & Ito, Color Universal Design, 2008)."""

_LOOK: Any = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": PALE,
    "svg.fonttype": "none",
    "svg.hashsalt": "scents",
    "text.parse_math": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}
_DRAWING = Lock()  # fonts are shared, and not made for threads
_STYLE = re.compile(r' style="([^"]*)"')
_NEEDLESS = re.compile(
    r"<!DOCTYPE[^>]*>\s*|<metadata>.*?</metadata>\s*|<style .*?</style>\s*", re.S
)


class Format(StrEnum):
    """What a chart is written as."""

    SVG = "svg"
    PNG = "png"

    @property
    def content_type(self) -> str:
        return "image/svg+xml" if self is Format.SVG else "image/png"


def rendered(draw: Callable[[], Figure], *, title: str, form: Format) -> bytes:
    """The figure with its title, in letters for eyes and for screen readers."""
    buffer = io.BytesIO()
    with _DRAWING:
        _look()
        figure = draw()
        figure.suptitle(shortened(title, 60), fontsize=10, x=0.02, ha="left")
        metadata = {"Date": None} if form is Format.SVG else {"Title": title, "Software": None}
        figure.savefig(buffer, format=form.value, dpi=200, metadata=metadata)
    content = buffer.getvalue()
    return _plain(content.decode(), title).encode() if form is Format.SVG else content


def axes(rows: int = 8) -> tuple[Figure, Axes]:
    """A figure as high as its rows, and the axes in it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, 1.3 + 0.22 * max(rows, 3)), layout="constrained")
    return figure, figure.add_subplot()


def logarithmic(area: Axes, name: Callable[[float], str], ticks: Sequence[float] = ()) -> None:
    """The axis below, with a few marks: these, or else decades; their names have no mathematics."""
    from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

    area.set_xscale("log")
    area.xaxis.set_major_locator(FixedLocator(ticks) if ticks else LogLocator(numticks=6))
    area.xaxis.set_minor_locator(NullLocator())
    area.xaxis.set_major_formatter(lambda value, _: name(value))


def amount(value: float) -> str:
    """Three digits: `3,490`, `0.012`."""
    return f"{float(f'{value:.3g}'):,.0f}" if value >= 100 else f"{value:.3g}"


def empty(reason: str) -> Figure:
    """Says why there is nothing to see."""
    figure, area = axes(1)
    area.set_axis_off()
    area.text(0.5, 0.5, reason, ha="center", va="center", color=INK, wrap=True)
    return figure


def name_rows(area: Axes, names: Sequence[str]) -> None:
    """The first of the rows stands at the top."""
    area.set_yticks(range(len(names)), [shortened(name) for name in names])
    area.invert_yaxis()
    area.tick_params(axis="y", length=0)


def key(figure: Figure, note: str = "") -> None:
    """What the colours mean, below, with a note."""
    figure.legend(loc="outside lower center", frameon=False, fontsize=8, ncols=2,
                  title=note or None, title_fontsize=8)  # fmt: skip


def say(figure: Figure, text: str) -> None:
    """Below the chart."""
    if text:
        figure.supxlabel(shortened(text, 80), fontsize=8, color=INK, x=0.02, ha="left")


def listed(names: Sequence[str], most: int = 3) -> str:
    """`A, B, C and 2 more`."""
    more = len(names) - most
    shown = ", ".join(shortened(name, 16) for name in names[:most])
    return f"{shown} and {more} more" if more > 0 else shown


def shortened(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


@cache
def _look() -> None:
    """For the whole process, once: drawing reads it without asking whose it is."""
    import matplotlib as mpl

    mpl.rcParams.update(_LOOK)


def _plain(svg: str, title: str) -> str:
    """Without styles, which our policy for browsers forbids, and without what nobody needs."""
    svg = _NEEDLESS.sub("", svg)
    svg = _STYLE.sub(_attributes, svg)
    opening = f'<svg role="img" aria-label={quoteattr(title)} '
    svg = svg.replace("<svg ", opening, 1)
    head, end, rest = svg.partition(">\n <defs>")
    return f"{head}>\n <title>{escape(title)}</title>\n <defs>{rest}" if end else svg


def _attributes(style: re.Match[str]) -> str:
    """`style="fill: #fff; stroke: none"` as attributes of their own."""
    pairs = (pair.partition(":") for pair in style[1].split(";") if pair.strip())
    return "".join(_attribute(name.strip(), value.strip()) for name, _, value in pairs)


def _attribute(name: str, value: str) -> str:
    if name != "font":
        return f' {name}="{value}"'
    size = re.search(r"[0-9.]+px", value)
    weight = ' font-weight="bold"' if "bold" in value else ""
    return f' font-family="sans-serif" font-size="{size[0] if size else "9px"}"{weight}'
