"""Words that come to mind, the most frequent ones first."""

from __future__ import annotations

from collections.abc import Sequence

from domain.scents.surveys.results.words import Told
from scents.admin.pictures.canvas import WIDTH, Look, Picture, bar, short, text

COLUMNS, GAP, DRAWN = 2, 16, 10
PANEL = (WIDTH - GAP) / COLUMNS
ROW, HEAD = 24, 26
LONGEST = 18


def word_pictures(told: Sequence[Told], look: Look) -> list[Picture]:
    """Ten words of each code are drawn, thirty are told; bold ones tell it from the others."""
    drawn = [min(len(one.frequent), DRAWN) for one in told]
    parts, top = [], 0.0
    for first in range(0, len(told), COLUMNS):
        for column, one in enumerate(told[first : first + COLUMNS]):
            parts.append(_panel((PANEL + GAP) * column, top, one, look))
        top += HEAD + ROW * max([1, *drawn[first : first + COLUMNS]]) + 10
    text_told = "How often each word was given. Bold words come up with this code more often than "
    text_told += "with the others, by more than chance explains (z above 1.96, at the end)."
    headers = ("", "n of words", "most frequent", "tell it from the others")
    rows = [(look.label(one.code), one.n, _frequent(one), _telling(one)) for one in told]
    return [Picture("words", "Words", text_told, top, "".join(parts), headers, rows)]


def _panel(x: float, y: float, one: Told, look: Look) -> str:
    head = f"{short(look.label(one.code), 18)}, n = {one.n}"
    parts = [text(x, y + 16, head, kind="strong")]
    if not one.frequent:
        parts.append(text(x, y + HEAD + 14, "no words yet"))
    telling = {told.word for told in one.telling}
    for place, (word, count) in enumerate(one.frequent[:DRAWN]):
        top = y + HEAD + ROW * place
        parts.append(bar(x, top, PANEL * count / one.frequent[0][1], ROW - 4))
        kind = "strong" if word in telling else "on-bar"
        parts.append(text(x + 5, top + 15, short(word, LONGEST), kind=kind))
        parts.append(text(x + PANEL - 4, top + 15, str(count), end=True, kind="on-bar"))
    return "".join(parts)


def _frequent(one: Told) -> str:
    return ", ".join(f"{word} ({count})" for word, count in one.frequent) or "-"


def _telling(one: Told) -> str:
    return ", ".join(f"{told.word} (z = {told.z:.1f})" for told in one.telling) or "-"
