"""Shares as horizontal bars, each with its intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.scents.surveys.results.share import Share
from scents.admin.pictures.canvas import (
    ANYTIME,
    MARGIN,
    WIDTH,
    Look,
    Picture,
    bar,
    dot,
    end_title,
    intervals_told,
    path,
    percent,
    short,
    span,
    text,
    told_share,
    top_of,
    whisker,
)

ROW, BAR, AXIS = 46, 14, 24
LEFT, RIGHT = MARGIN, WIDTH - MARGIN


class Line(NamedTuple):
    label: str
    share: Share


def share_bars(
    name: str,
    title: str,
    lines: Sequence[Line],
    look: Look,
    *,
    guess: float | None = None,
    more: str = "",
) -> Picture:
    """One row for each line, on one scale; `guess`: a share to compare with."""
    height, top = ROW * len(lines) + AXIS, top_of(_ends(lines, guess))
    drawn = [_grid(height, top), *(_row(n, line, look, top) for n, line in enumerate(lines))]
    if guess is not None:
        drawn.append(path("guess", f"M{_x(guess, top):.1f} 4V{height - AXIS}"))
    said = "; ".join(f"{line.label}: {told_share(line.share)}" for line in lines)
    return Picture(
        name,
        title,
        f"{more} {intervals_told(look)}".strip(),
        height,
        "".join(drawn),
        ("", "share", "count", "n", ANYTIME, end_title(look)),
        [_figures(line) for line in lines],
        f"{said}.",
    )


def plain_bars(
    name: str, title: str, caption: str, lines: Sequence[tuple[str, float, str]]
) -> Picture:
    """Shares that have no intervals: label, share, and what is said of it."""
    height = ROW * len(lines) + AXIS
    drawn = [_grid(height, 1.0)]
    for place, (label, share, said) in enumerate(lines):
        drawn += [_words(place, label, said), _bar(place, share)]
    rows = [(label, percent(share), said) for label, share, said in lines]
    said = "; ".join(f"{label}: {said}" for label, _, said in lines)
    headers = ("", "share", "")
    return Picture(name, title, caption, height, "".join(drawn), headers, rows, f"{said}.")


def _ends(lines: Sequence[Line], guess: float | None) -> list[float]:
    known = [line.share for line in lines if line.share.n]
    return [end for one in known for end in (one.at_end[1], one.anytime[1], guess or 0.0)]


def _row(place: int, line: Line, look: Look, top: float) -> str:
    share, middle = line.share, ROW * place + 24 + BAR / 2
    drawn = [_words(place, line.label, told_share(share))]
    if share.value is not None:
        drawn.append(_bar(place, share.value / top))
        if look.over:
            low, high = (_x(end, top) for end in share.at_end)
            drawn.append(path("thick", f"M{low:.1f} {middle:.1f}H{high:.1f}"))
        low, high = (_x(end, top) for end in share.anytime)
        drawn.append(path("whisker", whisker(low, high, middle)))
        drawn.append(path("mark", dot(_x(share.value, top), middle)))
    return "".join(drawn)


def _words(place: int, label: str, said: str) -> str:
    base = ROW * place + 18
    return text(LEFT, base, short(label), kind="strong") + text(RIGHT, base, said, end=True)


def _bar(place: int, share: float) -> str:
    return bar(LEFT, ROW * place + 24, share * (RIGHT - LEFT), BAR)


def _grid(height: float, top: float) -> str:
    bottom = height - AXIS
    lines = "".join(f"M{_x(part / 4, 1):.1f} 4V{bottom + 4}" for part in range(5))
    labels = text(LEFT, height - 6, "0") + text(RIGHT, height - 6, f"{100 * top:g} %", end=True)
    half = text(_x(0.5, 1), height - 6, f"{50 * top:g}", middle=True)
    return path("grid", lines) + labels + half


def _figures(line: Line) -> tuple[object, ...]:
    share = line.share
    if share.value is None:
        return line.label, "-", 0, 0, "-", "-"
    ends = (span(share.anytime), span(share.at_end))
    return line.label, percent(share.value), share.count, share.n, *ends


def _x(share: float, top: float) -> float:
    return LEFT + share / top * (RIGHT - LEFT)
