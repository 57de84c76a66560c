"""The same shares for each audience group, side by side on the same scale."""

from __future__ import annotations

from domain.scents.surveys.results.share import Share
from domain.scents.surveys.results.task import Series
from scents.admin.pictures.canvas import (
    WIDTH,
    Look,
    Picture,
    dot,
    intervals_told,
    path,
    short,
    span,
    text,
    told_share,
    top_of,
    whisker,
)

COLUMNS, GAP = 2, 12
PANEL = (WIDTH - GAP) / COLUMNS
ROW, HEAD, FOOT = 22, 26, 24
LEFT, RIGHT = 40.0, PANEL - 8


def by_group(series: Series[str], look: Look, *, of: str) -> Picture:
    """Small multiples, in the order of the groups."""
    panel = HEAD + ROW * len(series.shares) + FOOT
    known = [one for found in series.shares.values() for one in found if one.n]
    top = top_of(end for one in known for end in (one.at_end[1], one.anytime[1]))
    lines = -(-len(series.places) // COLUMNS)
    parts = [
        f'<g transform="translate({(PANEL + GAP) * (place % COLUMNS):g} '
        f'{panel * (place // COLUMNS):g})">{_panel(series, place, look, top)}</g>'
        for place in range(len(series.places))
    ]
    headers = ["group", "n", *(f"{look.label(code) or of}" for code in series.shares)]
    told = f"{of.capitalize()}, by audience group, all on one scale. {intervals_told(look)}"
    return Picture(
        "groups", "By group", told, panel * lines, "".join(parts), headers, _rows(series)
    )


def _panel(series: Series[str], place: int, look: Look, top: float) -> str:
    bottom = HEAD + ROW * len(series.shares)
    grid = "".join(f"M{_x(part / 4, 1):.1f} {HEAD - 4}V{bottom}" for part in range(5))
    head = f"{short(series.places[place], 16)}, n = {series.n[place]}"
    parts = [text(0, 16, head, kind="strong"), path("grid", grid)]
    thin, thick, marks = [], [], []
    for line, (code, found) in enumerate(series.shares.items()):
        share, y = found[place], HEAD + ROW * line + ROW / 2
        parts.append(text(LEFT - 8, y + 5, code, end=True))
        if share.value is not None:
            low, high = (_x(end, top) for end in share.anytime)
            thin.append(whisker(low, high, y, 3))
            low, high = (_x(end, top) for end in share.at_end)
            thick.append(f"M{low:.1f} {y:g}H{high:.1f}")
            marks.append(dot(_x(share.value, top), y, 3.5))
    if look.over:
        parts.append(path("thick", "".join(thick)))
    parts += [path("whisker", "".join(thin)), path("mark", "".join(marks))]
    ends = text(LEFT, bottom + 16, "0") + text(RIGHT, bottom + 16, f"{100 * top:g} %", end=True)
    return "".join(parts) + ends


def _rows(series: Series[str]) -> list[list[object]]:
    """Cells give the interval that always holds."""
    columns = [[_cell(share) for share in found] for found in series.shares.values()]
    return [list(row) for row in zip(series.places, series.n, *columns, strict=True)]


def _cell(share: Share) -> str:
    return f"{told_share(share)}; {span(share.anytime)}" if share.n else told_share(share)


def _x(share: float, top: float) -> float:
    return LEFT + share / top * (RIGHT - LEFT)
