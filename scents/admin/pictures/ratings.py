"""How believable samples are: the distribution, the mean, and the share that finds them so."""

from __future__ import annotations

from collections.abc import Sequence

from domain.scents.surveys.results.rating import BELIEVABLE, HIGHEST, LOWEST, Rated
from domain.scents.surveys.results.share import Interval
from scents.admin.pictures.canvas import (
    MARGIN,
    WIDTH,
    Look,
    Picture,
    bar,
    end_title,
    intervals_told,
    short,
    text,
)
from scents.admin.pictures.points import Point, points
from scents.admin.pictures.rows import Line, share_bars

ROW, BAR, LEGEND = 50, 18, 26
LEFT, RIGHT = MARGIN, WIDTH - MARGIN


def rating_pictures(rated: Sequence[Rated], look: Look) -> list[Picture]:
    believable = [Line(look.label(one.code), one.believable) for one in rated]
    title = f"Find it believable ({BELIEVABLE} or more of {HIGHEST})"
    return [
        _distributions(rated, look),
        _means(rated, look),
        share_bars("believable", title, believable, look),
    ]


def _distributions(rated: Sequence[Rated], look: Look) -> Picture:
    height = ROW * len(rated) + LEGEND
    parts = [_stack(place, one, look) for place, one in enumerate(rated)]
    parts.append(_legend(height))
    told = "How many gave each rating, from 1 (not at all) to 7 (entirely believable)."
    rows = [(look.label(one.code), *one.distribution, one.n) for one in rated]
    headers = ("", *map(str, range(LOWEST, HIGHEST + 1)), "n")
    return Picture("ratings", "Ratings", told, height, "".join(parts), headers, rows)


def _stack(place: int, one: Rated, look: Look) -> str:
    base, x = ROW * place + 18, float(LEFT)
    said = f"n = {one.n}" if one.n else "no answers"
    parts = [
        text(LEFT, base, short(look.label(one.code)), kind="strong"),
        text(RIGHT, base, said, end=True),
    ]
    for rate, count in enumerate(one.distribution, LOWEST):
        if count:
            width = count / one.n * (RIGHT - LEFT)
            parts.append(bar(x, base + 6, width, BAR, kind=f"rate-{rate}"))
            x += width
    return "".join(parts)


def _legend(height: float) -> str:
    step = (RIGHT - LEFT) / HIGHEST
    parts = []
    for rate in range(LOWEST, HIGHEST + 1):
        x = LEFT + step * (rate - 1)
        parts += [
            bar(x, height - 18, 14, 14, kind=f"rate-{rate}"),
            text(x + 18, height - 6, str(rate)),
        ]
    return "".join(parts)


def _means(rated: Sequence[Rated], look: Look) -> Picture:
    shown = [
        Point(
            look.label(one.code),
            "no answers" if one.mean is None else f"{one.mean:.2f} (n = {one.n})",
            one.mean,
            one.anytime,
            one.at_end if look.over else None,
        )
        for one in rated
    ]
    height, content = points(shown, low=LOWEST, high=HIGHEST)
    headers = ("", "mean", "spread", "n", "interval, however often you look", end_title(look))
    rows = [
        (
            look.label(one.code),
            _figure(one.mean),
            _figure(one.spread),
            one.n,
            _span(one.anytime),
            _span(one.at_end),
        )
        for one in rated
    ]
    return Picture("means", "Mean rating", intervals_told(look), height, content, headers, rows)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _span(interval: Interval | None) -> str:
    return "-" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
