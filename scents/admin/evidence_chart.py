"""Evidence drawn on the server: for each decision the share of the cheap one, its intervals and the
threshold that it was held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, ROW, TOP, BOTTOM = 640, 56, 8, 24
LEFT, RIGHT = 16, 16
TICKS = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True)
class Line:
    """A decision: what it is called, and its evidence as plain data; empty: a person decided."""

    label: str
    evidence: Mapping[str, Any]


def evidence_chart(lines: Sequence[Line]) -> SafeString:
    """Nothing where there is nothing to draw."""
    if not any("per_cent" in line.evidence for line in lines):
        return SafeString("-")
    height = TOP + ROW * len(lines) + BOTTOM
    drawn = (_line(line, TOP + ROW * place) for place, line in enumerate(lines))
    return format_html(
        '<figure class="evidence"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
        "<figcaption>{}</figcaption></figure>",
        WIDTH,
        height,
        "Shares for the cheap one, with intervals and thresholds: the numbers stand below",
        _axis(height - BOTTOM),
        format_html_join("", "{}", ((one,) for one in drawn)),
        "Share for the cheap one. Thick: Wilson interval. Thin: interval that holds however often "
        "one looks. Upright: the threshold.",
    )


def _axis(bottom: int) -> SafeString:
    return format_html_join(
        "",
        '<path class="axis" d="M{0} {1}V{2}"/><text x="{0}" y="{3}" text-anchor="{4}">{5} %</text>',
        ((_x(tick), TOP, bottom, bottom + 18, _anchor(tick), tick) for tick in TICKS),
    )


def _anchor(tick: int) -> str:
    return {TICKS[0]: "start", TICKS[-1]: "end"}.get(tick, "middle")


def _line(line: Line, top: int) -> SafeString:
    label = format_html('<text class="label" x="{}" y="{}">{}</text>', LEFT, top + 18, line.label)
    return format_html("{}{}", _marks(line.evidence, top + 36), label)


def _marks(evidence: Mapping[str, Any], y: int) -> SafeString:
    """The intervals, the share and the threshold."""
    if "per_cent" not in evidence:
        return SafeString("")
    kind = "cheap" if evidence.get("favoured") else "dear"
    bars = [
        _bar(evidence.get(name), y, f"{kind} {name}", told)
        for name, told in (("anytime", "however often one looks"), ("wilson", "Wilson interval"))
    ]
    line = float(evidence["threshold"])
    threshold = format_html(
        '<path class="threshold" d="M{} {}V{}"><title>threshold {} %</title></path>',
        *(_x(line), y - 11, y + 11, evidence["threshold"]),
    )
    share = float(evidence["per_cent"])
    point = format_html(
        '<circle class="{}" cx="{}" cy="{}" r="6"><title>{} %</title></circle>',
        *(kind, _x(share), y, f"{share:g}"),
    )
    return format_html("{}{}{}", format_html_join("", "{}", ((b,) for b in bars)), threshold, point)


def _bar(interval: Sequence[float] | None, y: int, kind: str, told: str) -> SafeString:
    if interval is None:
        return SafeString("")
    low, high = (100 * end for end in interval)
    return format_html(
        '<path class="{}" d="M{} {}H{}"><title>{}: {} to {} %</title></path>',
        *(kind, _x(low), y, _x(high), told, f"{low:.1f}", f"{high:.1f}"),
    )


def _x(per_cent: float) -> str:
    return f"{LEFT + per_cent / 100 * (WIDTH - LEFT - RIGHT):.1f}"
