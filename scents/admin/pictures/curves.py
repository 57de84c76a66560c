"""Probabilities over a share, as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scents.admin.pictures.canvas import WIDTH, Picture, colour, path, percent, text

HEIGHT, TOP, BOTTOM = 260, 10, 204
LEFT, RIGHT = 54, WIDTH - 10
KEY = 18


def curves(
    name: str,
    title: str,
    told: str,
    *,
    at: Sequence[float],
    lines: Mapping[str, Sequence[float]],
    mark: float,
) -> Picture:
    """Each line has a probability for each share of `at`, which rise; `mark`: a share that stands
    out."""
    scale = (at[0], max(at[-1] - at[0], 1e-9))
    parts = [_axes(at), path("guess", f"M{_x(mark, scale):.1f} {TOP}V{BOTTOM}")]
    for place, (label, values) in enumerate(lines.items()):
        points = (f"{_x(x, scale):.1f} {_y(y):.1f}" for x, y in zip(at, values, strict=True))
        parts.append(path(f"line {colour(place)}", "M" + "L".join(points)))
        left = LEFT + place * (RIGHT - LEFT) / len(lines)
        parts.append(path(f"line {colour(place)}", f"M{left:.1f} {HEIGHT - 8}h14"))
        parts.append(text(left + KEY, HEIGHT - 4, label))
    rows = [
        [percent(x), *(percent(values[n]) for values in lines.values())] for n, x in enumerate(at)
    ]
    return Picture(name, title, told, HEIGHT, "".join(parts), ["true share", *lines], rows)


def _axes(at: Sequence[float]) -> str:
    parts = [path("grid", "".join(f"M{LEFT} {_y(part / 4):.1f}H{RIGHT}" for part in range(5)))]
    parts += [text(LEFT - 5, _y(part / 2) + 5, f"{50 * part} %", end=True) for part in range(3)]
    parts.append(text(LEFT, BOTTOM + 20, _whole(at[0])))
    parts.append(text((LEFT + RIGHT) / 2, BOTTOM + 20, "true share of the cheap one", middle=True))
    parts.append(text(RIGHT, BOTTOM + 20, _whole(at[-1]), end=True))
    return "".join(parts)


def _whole(share: float) -> str:
    return f"{100 * share:g} %"


def _x(share: float, scale: tuple[float, float]) -> float:
    first, length = scale
    return LEFT + (share - first) / length * (RIGHT - LEFT)


def _y(probability: float) -> float:
    return BOTTOM - probability * (BOTTOM - TOP)
