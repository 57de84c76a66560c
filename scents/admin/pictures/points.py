"""Figures on a scale as points with their intervals: means of ratings, strengths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.scents.surveys.results.share import Interval
from scents.admin.pictures.canvas import MARGIN, WIDTH, dot, path, short, text, whisker

ROW, AXIS = 44, 24
LEFT, RIGHT = MARGIN + 4, WIDTH - MARGIN - 4


class Point(NamedTuple):
    """`thin` and `thick` as far as there is something to draw; `guess`: what it is held against."""

    label: str
    said: str
    value: float | None
    thin: Interval | None
    thick: Interval | None
    guess: float | None = None


def points(drawn: Sequence[Point], *, low: float, high: float, unit: str = "") -> tuple[float, str]:
    """Height and SVG, on a scale from low to high with its ends named."""
    height = ROW * len(drawn) + AXIS

    def x(value: float) -> float:
        return LEFT + (min(max(value, low), high) - low) / (high - low) * (RIGHT - LEFT)

    parts = [path("grid", f"M{LEFT} 4V{height - AXIS}H{RIGHT}V4")]
    for end, at in ((low, LEFT), (high, RIGHT)):
        parts.append(text(at, height - 6, f"{end:g}{unit}", end=at == RIGHT))
    for place, point in enumerate(drawn):
        base, middle = ROW * place + 17, ROW * place + 31
        parts.append(text(LEFT + 4, base, short(point.label), kind="strong"))
        parts.append(text(RIGHT - 4, base, point.said, end=True))
        if point.thick:
            parts.append(
                path("thick", f"M{x(point.thick[0]):.1f} {middle}H{x(point.thick[1]):.1f}")
            )
        if point.thin:
            parts.append(path("whisker", whisker(x(point.thin[0]), x(point.thin[1]), middle)))
        if point.guess is not None:
            parts.append(path("guess", f"M{x(point.guess):.1f} {middle - 9}v18"))
        if point.value is not None:
            parts.append(path("mark", dot(x(point.value), middle)))
    return height, "".join(parts)
