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
    """One row for each line, from 0 to 100 %; `guess`: a share to compare with."""
    height = ROW * len(lines) + AXIS
    drawn = [_grid(height), *(_row(place, line, look) for place, line in enumerate(lines))]
    if guess is not None:
        drawn.append(path("guess", f"M{_x(guess):.1f} 4V{height - AXIS}"))
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
    drawn = [_grid(height)]
    for place, (label, share, said) in enumerate(lines):
        drawn += [_words(place, label, said), _bar(place, share)]
    rows = [(label, percent(share), said) for label, share, said in lines]
    said = "; ".join(f"{label}: {said}" for label, _, said in lines)
    headers = ("", "share", "")
    return Picture(name, title, caption, height, "".join(drawn), headers, rows, f"{said}.")


def _row(place: int, line: Line, look: Look) -> str:
    share, middle = line.share, ROW * place + 24 + BAR / 2
    drawn = [_words(place, line.label, told_share(share))]
    if share.value is not None:
        drawn.append(_bar(place, share.value))
        if look.over:
            low, high = map(_x, share.at_end)
            drawn.append(path("thick", f"M{low:.1f} {middle:.1f}H{high:.1f}"))
        low, high = map(_x, share.anytime)
        drawn.append(path("whisker", whisker(low, high, middle)))
        drawn.append(path("mark", dot(_x(share.value), middle)))
    return "".join(drawn)


def _words(place: int, label: str, said: str) -> str:
    base = ROW * place + 18
    return text(LEFT, base, short(label), kind="strong") + text(RIGHT, base, said, end=True)


def _bar(place: int, share: float) -> str:
    return bar(LEFT, ROW * place + 24, share * (RIGHT - LEFT), BAR)


def _grid(height: float) -> str:
    bottom = height - AXIS
    lines = "".join(f"M{_x(part / 4):.1f} 4V{bottom + 4}" for part in range(5))
    labels = text(LEFT, height - 6, "0") + text(RIGHT, height - 6, "100 %", end=True)
    half = f'<text x="{_x(0.5):.1f}" y="{height - 6}" text-anchor="middle">50</text>'
    return path("grid", lines) + labels + half


def _figures(line: Line) -> tuple[object, ...]:
    share = line.share
    if share.value is None:
        return line.label, "-", 0, 0, "-", "-"
    ends = (span(share.anytime), span(share.at_end))
    return line.label, percent(share.value), share.count, share.n, *ends


def _x(share: float) -> float:
    return LEFT + share * (RIGHT - LEFT)
