"""Pictures of results: whole, escaped, and within their frames, whatever was answered."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scents.surveys.plan import Method
from domain.scents.surveys.results.counts import Row, gather
from domain.scents.surveys.results.task import task_result
from scents.admin.pictures.canvas import WIDTH, Look, Picture
from scents.admin.pictures.gallery import pictures_of

CODES = tuple(str(code) for code in range(111, 120))
PAIRS = [f"{one} {other}" for one in CODES for other in CODES if one < other]
DAY = date(2026, 11, 1)
SVG = "{http://www.w3.org/2000/svg}"
BLIND, TOLD = Look(False, {}), Look(True, {"111": '<Oils & "Co">'})
MARKS = {
    Method.CHOICE: [(code, "chosen") for code in (*CODES, "#1", "#2", "#9")],
    Method.PAIRED: [(pair, said) for pair in PAIRS for said in (*pair.split(), "=")],
    Method.TRIANGLE: [("", "right"), ("", "wrong")],
    Method.RATING: [(code, str(point)) for code in CODES for point in range(1, 8)],
    Method.WORDS: [(code, word) for code in CODES for word in ("<i>", "sea & salt", "x" * 40)],
    Method.ACCEPTANCE: [(code, said) for code in CODES for said in ("yes", "no")],
}


def drawn(method: Method, rows: list[Row], look: Look) -> list[Picture]:
    codes = () if method is Method.TRIANGLE else CODES
    found = task_result(method, codes, gather(rows), groups=("women & men", "dogs"))
    return pictures_of(found, look)


@given(st.data(), st.sampled_from(list(Method)), st.sampled_from([BLIND, TOLD]))
@settings(max_examples=60, deadline=None)
def test_whatever_was_answered_is_drawn_within_the_frame(
    data: st.DataObject, method: Method, look: Look
) -> None:
    cell = st.tuples(
        st.sampled_from(MARKS[method]),
        st.sampled_from(["women & men", "dogs"]),
        st.integers(0, 400),
        st.integers(1, 10_000),
    )
    rows = [
        Row(*mark, group, DAY + timedelta(days), times)
        for mark, group, days, times in data.draw(st.lists(cell, max_size=8))
    ]
    for picture in drawn(method, rows, look):
        root = ElementTree.fromstring(picture.file())
        assert not re.search(r"nan|inf\b", picture.content)
        for bar in root.iter(f"{SVG}rect"):
            x, y, width, height = (float(bar.get(name, "")) for name in _SIDES)
            assert 0 <= x <= x + width <= WIDTH
            assert 0 <= y <= y + height <= picture.height
        for text in root.iter(f"{SVG}text"):
            assert 0 <= float(text.get("x", "")) <= WIDTH
            assert 0 <= float(text.get("y", "")) <= picture.height
        assert all(len(row) == len(picture.headers) for row in picture.rows)


_SIDES = ("x", "y", "width", "height")


def test_what_people_wrote_is_text() -> None:
    rows = [Row("111", "<script>", "dogs", DAY, 3)]
    [picture, _] = drawn(Method.WORDS, rows, TOLD)
    for said in (picture.svg("one"), picture.table(), picture.file().decode()):
        assert "<script>" not in said
        assert "&lt;script&gt;" in said
        assert "<Oils" not in said


def test_intervals_of_the_end_are_drawn_after_the_close_only() -> None:
    rows = [Row("111", "yes", "dogs", DAY, 8), Row("111", "no", "dogs", DAY, 4)]
    for look, shown in ((BLIND, False), (TOLD, True)):
        pictures = {one.name: one for one in drawn(Method.ACCEPTANCE, rows, look)}
        assert ('class="thick"' in pictures["accepted"].content) is shown
        assert ("however often you look" in pictures["accepted"].caption) is True
        assert ("(not valid yet)" in " ".join(pictures["accepted"].headers)) is not shown


def test_a_share_never_stands_without_its_number() -> None:
    rows = [Row("111", "yes", "dogs", DAY, 8), Row("111", "no", "dogs", DAY, 4)]
    first = drawn(Method.ACCEPTANCE, rows, BLIND)[0]
    assert first.rows[0][:4] == ("111", "66.7 %", 8, 12)
    assert first.told.startswith("111: 66.7 % (8 of 12); 112: no answers;")


def test_a_ranking_that_is_a_guess_says_so() -> None:
    rows = [Row("111 112", "111", "dogs", DAY, 8)]
    pictures = {one.name: one for one in drawn(Method.PAIRED, rows, TOLD)}
    assert "they are a guess" in pictures["strengths"].caption


@pytest.mark.parametrize(("right", "said"), [(15, "does not exclude guessing"), (30, "told apart")])
def test_a_triangle_says_whether_people_tell_the_samples_apart(right: int, said: str) -> None:
    rows = [Row("", "right", "dogs", DAY, right), Row("", "wrong", "dogs", DAY, 30 - right + 3)]
    assert said in drawn(Method.TRIANGLE, rows, BLIND)[0].caption
