"""Evidence drawn on the server: for each decision the share of the cheap one, its intervals and the
threshold that it was held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from scents.admin.pictures.canvas import Picture
from scents.admin.pictures.points import Point, points

CAPTION = (
    "Share for the cheap one. Thick: Wilson interval, where answers were counted. Thin: interval "
    "that holds however often one looks. Dashed: the threshold."
)


@dataclass(frozen=True)
class Line:
    """A decision: what it is called, and its evidence as plain data; empty: a person decided."""

    label: str
    evidence: Mapping[str, Any]


def evidence_chart(lines: Sequence[Line]) -> SafeString:
    """Nothing where there is nothing to draw."""
    if not any("per_cent" in line.evidence for line in lines):
        return SafeString("-")
    drawn = [_point(line) for line in lines]
    height, content = points(drawn, low=0, high=100, unit=" %")
    told = "; ".join(map(_told, drawn))
    picture = Picture("evidence", "Evidence", CAPTION, height, content, (), (), f"{told}.")
    return format_html(
        '<figure class="result evidence">{}<p>{}</p></figure>', picture.svg("evidence"), CAPTION
    )


def _point(line: Line) -> Point:
    found = line.evidence
    if "per_cent" not in found:
        told = "a contest of variants" if found else "a person decided"
        return Point(line.label, told, None, None, None)
    return Point(
        line.label,
        _said(found),
        float(found["per_cent"]),
        _per_cent(found.get("anytime")),
        _per_cent(found.get("wilson")),
        float(found["threshold"]),
    )


def _told(point: Point) -> str:
    """For those who do not see it."""
    ends = (("Wilson interval", point.thick), ("interval that holds however often", point.thin))
    told = [
        f"{name} {low:.1f} to {high:.1f} %" for name, both in ends if both for low, high in [both]
    ]
    line = [] if point.guess is None else [f"threshold {point.guess:g} %"]
    return f"{point.label}: {', '.join([point.said, *told, *line])}"


def _said(found: Mapping[str, Any]) -> str:
    counted = found.get("cheap"), found.get("answers")
    of = f" ({counted[0]:,} of {counted[1]:,})" if None not in counted else ", not counted"
    return f"{float(found['per_cent']):.4g} %{of}"


def _per_cent(interval: Sequence[float] | None) -> tuple[float, float] | None:
    return None if interval is None else (100 * interval[0], 100 * interval[1])
