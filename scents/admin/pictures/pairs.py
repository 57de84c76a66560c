"""Comparisons two by two: shares of wins, strengths, and who won over whom."""

from __future__ import annotations

from domain.scents.surveys.results.paired import PairedResult
from scents.admin.pictures.canvas import Look, Picture, told_share
from scents.admin.pictures.points import Point, points
from scents.admin.pictures.positions import position_picture
from scents.admin.pictures.rows import Line, share_bars


def paired_pictures(found: PairedResult, look: Look) -> list[Picture]:
    lines = [Line(look.label(code), one) for code, one in zip(found.codes, found.won, strict=True)]
    lines.append(Line("neither (ties, of all)", found.ties))
    pictures = [share_bars("won", "Comparisons won", lines, look)]
    if found.ranking is not None:
        pictures.append(_strengths(found, look))
    return [*pictures, position_picture(found.positions, look)]


def _strengths(found: PairedResult, look: Look) -> Picture:
    """On a scale that holds all; without bounds the prior holds them within a few units."""
    ranking = found.ranking
    if ranking is None:
        raise ValueError("there is no ranking")
    told = list(zip(found.codes, ranking.log_strengths, ranking.intervals, strict=True))
    drawn = [
        Point(look.label(code), f"{value:+.2f}", value, None, ends if look.over else None)
        for code, value, ends in told
    ]
    shown = [*ranking.log_strengths, *(end for _, _, ends in told for end in ends if look.over)]
    most = max(1.0, *(abs(value) for value in shown))
    height, content = points(drawn, low=-round(most + 0.05, 1), high=round(most + 0.05, 1))
    headers = [
        "",
        "log strength",
        "95 % interval, at the end",
        *(f"won over {c}" for c in found.codes),
    ]
    rows = [
        [look.label(code), f"{value:+.2f}", f"{low:+.2f} to {high:+.2f}", *map(str, wins)]
        for (code, value, (low, high)), wins in zip(told, found.wins, strict=True)
    ]
    said = f"Log strengths by Bradley and Terry; n = {found.n}, ties {told_share(found.ties)}."
    if ranking.regularised:
        said += " The answers alone set them no bounds: a weak prior does, so they are a guess."
    said += " The lines are 95 % intervals." if look.over else " Their intervals come at the end."
    return Picture("strengths", "Strengths", said, height, content, headers, rows)
