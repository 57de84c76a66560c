"""Where a contest of variants stands, or stood when it was decided: drawn, and in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from messaging.admin.command_admin import Table
from messaging.admin.looks import badge
from scents.admin.pictures.canvas import Picture
from scents.admin.pictures.points import Point, points

HEADERS = ("formula", "accepted by", "of", "share", "however often one looks", "chance of best", "")
CAPTION = "Share that accepts each variant, with the interval that holds however often one looks."


def is_contest(evidence: Mapping[str, Any]) -> bool:
    return bool(evidence.get("variants"))


def contest_chart(evidence: Mapping[str, Any]) -> SafeString:
    """A row for each variant."""
    drawn = [_point(one) for one in evidence["variants"]]
    height, content = points(drawn, low=0, high=100, unit=" %")
    told = "; ".join(f"{point.label}: {point.said}" for point in drawn)
    picture = Picture("variants", "Variants", CAPTION, height, content, (), (), f"{told}.")
    return format_html(
        '<figure class="result evidence">{}<p>{}</p></figure>', picture.svg("variants"), CAPTION
    )


def contest_table(title: str, evidence: Mapping[str, Any]) -> Table:
    """The best chance first."""
    found = sorted(evidence["variants"], key=lambda one: -one["best"])
    return Table(title, HEADERS, [_row(one, evidence.get("winner")) for one in found])


def _row(one: Mapping[str, Any], winner: str | None) -> Sequence[Any]:
    low, high = _interval(one)
    won = badge("won", "success") if one["formula"] == winner else None
    share = "-" if one["per_cent"] is None else f"{one['per_cent']:.1f} %"
    counts = (one["formula"], one["accepted"], one["judged"], share)
    return (*counts, f"{low:.1f} to {high:.1f} %", f"{100 * one['best']:.1f} %", won)


def _point(one: Mapping[str, Any]) -> Point:
    said = f"{one['accepted']:,} of {one['judged']:,}, best with {100 * one['best']:.1f} %"
    return Point(one["formula"], said, one["per_cent"], _interval(one), None)


def _interval(one: Mapping[str, Any]) -> tuple[float, float]:
    low, high = one["anytime"]
    return 100 * low, 100 * high
