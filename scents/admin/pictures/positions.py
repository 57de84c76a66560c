"""Whether the order of presentation had an effect."""

from __future__ import annotations

from domain.scents.surveys.results.position import Positions
from scents.admin.pictures.canvas import Look, Picture, percent
from scents.admin.pictures.rows import plain_bars


def position_picture(found: Positions, look: Look) -> Picture:
    """How often what stood first, second … was chosen; the order is balanced."""
    n = found.n
    lines = [
        (f"place {place}", count / n if n else 0.0, _said(count, n))
        for place, count in enumerate(found.counts, 1)
    ]
    told = "Chosen by its place in the order, which is balanced: all places alike if the order has "
    told += f"no effect. {_test(found, look)}"
    return plain_bars("positions", "By position", told, lines)


def _said(count: int, n: int) -> str:
    return f"{percent(count / n)} ({count} of {n})" if n else "no answers"


def _test(found: Positions, look: Look) -> str:
    if found.p_value is None:
        return "There are too few answers for a test."
    when = "" if look.over else ", to be read at the end"
    value = f"{found.p_value:.3f}" if found.p_value >= 0.001 else "below 0.001"
    return f"Chi-square test of no effect: p = {value}{when}."
