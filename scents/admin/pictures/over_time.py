"""Shares over time: of all answers up to the end of each day, and how many came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise

from domain.scents.surveys.results.share import Share
from domain.scents.surveys.results.task import Series
from scents.admin.pictures.canvas import (
    WIDTH,
    Look,
    Picture,
    bar,
    colour,
    dot,
    path,
    percent,
    text,
    top_of,
)

HEIGHT, TOP, BOTTOM, BARS = 250, 10, 200, 26
LEFT, RIGHT = 54, WIDTH - 44
MOST_BANDS = 3
LEAST_APART, LOWEST = 18, BOTTOM + BARS + 8


def over_time(series: Series[date], look: Look, *, of: str) -> Picture:
    """`of`: what the shares are. Bands are drawn where they can be told apart."""
    scale = _Days(series.places)
    if not series.shares:
        return _per_day(series, scale, of)
    bands = len(series.shares) <= MOST_BANDS
    top = 1.0 if bands else top_of(_values(series))
    grid = "".join(f"M{LEFT} {_y(part / 4):.1f}H{RIGHT}" for part in range(5))
    parts = [path("grid", grid), _days(series), _answers(series, scale, BARS)]
    parts += [
        text(LEFT - 5, _y(part / 2) + 5, f"{50 * part * top:g} %", end=True) for part in range(3)
    ]
    xs = [scale.x(day) for day in series.places]
    parts += [
        _line(place, found, xs, band=bands, top=top)
        for place, found in enumerate(series.shares.values())
    ]
    parts.append(_labels(series, top))
    told = f"{of}, of all answers up to the end of each day, and the answers of each day below."
    if bands:
        told += " Around the lines: the 95 % intervals that hold however often you look."
    headers = ["day (UTC)", "answers so far", *map(look.label, series.shares)]
    return Picture("time", "Over time", told, HEIGHT, "".join(parts), headers, _rows(series))


def _per_day(series: Series[date], scale: _Days, of: str) -> Picture:
    """Where there is no share to follow."""
    highest = BOTTOM + BARS - TOP
    content = _days(series) + _answers(series, scale, highest)
    if series.n:
        content += text(LEFT - 5, TOP + 12, str(max(_each(series))), end=True)
    headers = ("day (UTC)", f"{of} so far".lower())
    return Picture(
        "time", "Over time", f"{of} on each day.", HEIGHT, content, headers, _rows(series)
    )


class _Days:
    """Where days stand, left to right."""

    def __init__(self, days: tuple[date, ...]) -> None:
        self._first = days[0] if days else None
        self._length = max((days[-1] - days[0]).days, 1) if days else 1

    def x(self, day: date) -> float:
        passed = (day - self._first).days if self._first else 0
        return LEFT + passed / self._length * (RIGHT - LEFT)

    @property
    def width(self) -> float:
        return max(1.5, min(24, (RIGHT - LEFT) / (self._length + 1) * 0.7))


def _y(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)


def _days(series: Series[date]) -> str:
    """The first and the last one, below."""
    parts = []
    if series.places:
        parts.append(text(LEFT, HEIGHT - 6, series.places[0].isoformat()))
    if len(series.places) > 1:
        parts.append(text(RIGHT, HEIGHT - 6, series.places[-1].isoformat(), end=True))
    return "".join(parts)


def _each(series: Series[date]) -> list[int]:
    return [after - before for before, after in pairwise((0, *series.n))]


def _answers(series: Series[date], scale: _Days, highest: float) -> str:
    """Of each day, as bars."""
    parts, most = [], max(_each(series), default=0)
    for day, count in zip(series.places, _each(series), strict=True):
        height = highest * count / most
        x = max(LEFT, min(scale.x(day) - scale.width / 2, RIGHT - scale.width))
        parts.append(bar(x, BOTTOM + 4 + BARS - height, scale.width, round(height, 1)))
    return "".join(parts)


def _line(
    place: int, found: Sequence[Share], xs: Sequence[float], *, band: bool, top: float
) -> str:
    """Days on which nobody had answered yet are left out."""
    known = [(x, one) for x, one in zip(xs, found, strict=True) if one.value is not None]
    if not known:
        return ""
    at = [f"{x:.1f} {_y((one.value or 0) / top):.1f}" for x, one in known]
    drawn = path("line", "M" + "L".join(at)) if len(at) > 1 else path("mark", _dot(known[0], top))
    if band:
        lows = [f"{x:.1f} {_y(one.anytime[0]):.1f}" for x, one in known]
        highs = [f"{x:.1f} {_y(one.anytime[1]):.1f}" for x, one in reversed(known)]
        drawn = path("band", "M" + "L".join([*lows, *highs]) + "Z") + drawn
    return f'<g class="{colour(place)}">{drawn}</g>'


def _dot(known: tuple[float, Share], top: float) -> str:
    x, one = known
    return dot(x, _y((one.value or 0) / top))


def _values(series: Series[date]) -> list[float]:
    return [one.value for found in series.shares.values() for one in found if one.value is not None]


def _labels(series: Series[date], top: float) -> str:
    """Codes at the ends of their lines, moved apart."""
    ends = [
        (_y((found[-1].value or 0) / top), code, place)
        for place, (code, found) in enumerate(series.shares.items())
        if found and found[-1].n
    ]
    at = _apart([y + 5 for y, _, _ in sorted(ends)])
    return "".join(
        f'<g class="{colour(place)}">{text(RIGHT + 6, y, code, kind="own")}</g>'
        for y, (_, code, place) in zip(at, sorted(ends), strict=True)
    )


def _apart(wanted: Sequence[float]) -> list[float]:
    """As near to these heights, which rise, as lines of text can stand."""
    step = min(LEAST_APART, (LOWEST - TOP) / max(len(wanted), 1))
    down = list(accumulate(wanted, lambda above, y: max(y, above + step)))
    back = accumulate(reversed(down), lambda below, y: min(y, below - step), initial=LOWEST + step)
    return list(back)[:0:-1]


def _rows(series: Series[date]) -> list[list[object]]:
    """The last day first."""
    columns = [[percent(one.value) for one in found] for found in series.shares.values()]
    rows = zip(series.places, series.n, *columns, strict=True)
    return [[day.isoformat(), *cells] for day, *cells in rows][::-1]
