"""A work sheet on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_HEADERS = ["", "Weigh", "g", "from, to", "then in all", "weighed"]
_WIDTHS = [7, 67, 24, 34, 24, 22]  # mm


def pdf(name: str, *, title: str, sheets: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """A4, made to be written on."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    _fonts()
    file = BytesIO()
    margin = 16 * mm
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        title=f"Work sheet {name}",
        author="The Scents Company",
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
    )
    document.build(_story(name, title, sheets))
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}.pdf"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(file.getvalue(), content_type="application/pdf", headers=headers)


def _story(name: str, title: str, sheets: Sequence[Mapping[str, Any]]) -> list[Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Spacer

    head = ParagraphStyle("head", fontName=BOLD, fontSize=15, leading=20)
    part = ParagraphStyle("part", fontName=BOLD, fontSize=11, leading=15, keepWithNext=1)
    text = ParagraphStyle("text", fontName=FONT, fontSize=9, leading=12)
    story: list[Any] = [Paragraph(escape(f"{name} {title}"), head)]
    story.append(Paragraph("Date ____________   Batch ____________   Name ____________", text))
    for number, sheet in enumerate(sheets, 1):
        story.append(Spacer(1, 14))
        story.append(Paragraph(escape(f"{number}. {sheet['title']}: {sheet['makes']} g"), part))
        if sheet["keeps"]:
            story.append(Paragraph(escape(sheet["keeps"]), text))
        story += [Spacer(1, 4), _table(sheet["steps"], text)]
    return story


def _table(steps: Sequence[Mapping[str, str]], text: Any) -> Any:
    from reportlab.lib import colors
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, Table, TableStyle

    rows: list[list[Any]] = [_HEADERS]
    for step in steps:
        said = [f"{step['code']} {step['name']}".strip(), step["warning"]]
        what = Paragraph("<br/>".join(escape(one) for one in said if one), text)
        bounds = f"{step['least']}, {step['most']}"
        rows.append(["☐", what, step["target"], bounds, step["running"], ""])
    looks = [
        ("FONT", (0, 0), (-1, -1), FONT, 9),
        ("FONT", (0, 0), (-1, 0), BOLD, 9),
        ("FONT", (2, 1), (2, -1), BOLD, 10),
        ("ALIGN", (2, 0), (4, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey),
    ]
    widths = [width * mm for width in _WIDTHS]
    return Table(rows, colWidths=widths, repeatRows=1, style=TableStyle(looks), hAlign="LEFT")


@cache
def _fonts() -> None:
    """A font with the letters of most names; matplotlib brings it along."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    found = find_spec("matplotlib")
    assert found is not None and found.origin is not None  # noqa: S101, PT018
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    for name in (FONT, BOLD):
        registerFont(TTFont(name, folder / f"{name}.ttf"))
