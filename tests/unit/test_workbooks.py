"""Workbooks come from outside: what is read of them, and what is not."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from messaging.tables import workbook
from messaging.tables.cells import marked, unmarked
from messaging.tables.rows import Problems, read_cells
from messaging.tables.workbook import read_workbook
from messaging.tables.writing import Sheet, as_csv, as_workbook

COLUMNS = ("a", "b")


def sheet_of(*rows: list[Any]) -> bytes:
    book = Workbook()
    book.active.title = "things"
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


UNDAMAGED = sheet_of([*COLUMNS], [1, "x"])
"""Made once: a workbook holds the time when it was made, and hypothesis needs the same length."""


def read(content: bytes) -> tuple[list[tuple[int, list[str]]], list[str]]:
    problems = Problems()
    lines = read_workbook(content)["things"]
    rows = [(n, [*cells]) for n, cells in read_cells(PurePath("x"), lines, COLUMNS, problems)]
    return rows, problems.shown


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The workbook with other parts of these names."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, part in changed.items():
            new.writestr(name, part)
    return file.getvalue()


def test_cells_are_read_as_csv_would_have_them():
    content = sheet_of(
        ["b", "a", None],
        [1, 2.5],
        [],
        [date(2026, 3, 1), datetime(2026, 3, 2, 0, 0)],  # noqa: DTZ001
        [True, None, None],
        [1e300, 0.25],
        [None, "text", "beyond"],
    )
    rows, problems = read(content)
    assert rows == [
        (2, ["2.5", "1"]),
        (4, ["2026-03-02", "2026-03-01"]),
        (5, ["", "yes"]),
        (6, ["0.25", "1e+300"]),
    ]
    assert problems == ["x, row 7: has 3 cells, not 2"]


def test_a_formula_is_no_value_and_neither_is_an_error():
    content = sheet_of([*COLUMNS], ["=1+1", 2], ["#DIV/0!", 2], [1, 2])
    rows, problems = read(content)
    assert rows == [(4, ["1", "2"])]
    assert problems == [
        "x, row 2: holds a formula; paste its value",
        "x, row 3: holds the error #DIV/0!",
    ]


def test_a_number_that_is_shown_as_a_percentage_is_refused():
    """Excel shows 0.586 as 58.6 %; in a column of per cents it would be taken for 0.586 %."""
    book = Workbook()
    book.active.title = "things"
    for row in ([*COLUMNS], [0.586, 1], [None, 1]):
        book.active.append(row)
    book.active["A2"].number_format = "0.0%"
    book.active["A3"].number_format = "0.0%"
    rows, problems = read(saved(book))
    assert rows == [(3, ["", "1"])]
    assert problems == [
        "x, row 2: holds a number shown as a percentage; format it as a plain number"
    ]


def test_sheets_are_known_by_their_names_in_small_letters():
    book = Workbook()
    book.active.title = "Materials "
    assert [*read_workbook(saved(book))] == ["materials"]
    book.create_sheet("materials")
    with pytest.raises(ValueError, match="the same name"):
        read_workbook(saved(book))


def test_more_rows_than_ours_could_have_are_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    rows, problems = read(sheet_of([*COLUMNS], *([[1, 2]] * 9)))
    assert len(rows) == 2
    assert problems == ["x, row 4: and what follows: a sheet has at most 3 rows"]


def test_a_row_that_claims_to_be_far_below_is_not_waited_for():
    content = sheet_of([*COLUMNS], [1, 2])
    with ZipFile(BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
    far = page.replace(b'<row r="2">', b'<row r="1048576">').replace(b'"A2"', b'"A1048576"')
    rows, problems = read(repacked(content, **{"xl/worksheets/sheet1.xml": far}))
    assert rows == []
    assert "at most 50000 rows" in problems[0]


def test_what_would_unpack_to_more_than_memory_holds_is_not_unpacked():
    bomb = repacked(sheet_of([*COLUMNS]), bomb=b"\0" * (workbook.MOST_UNPACKED + 1))
    assert len(bomb) < 1_000_000
    with pytest.raises(ValueError, match="larger than any workbook of ours"):
        read_workbook(bomb)


def test_entities_that_grow_are_refused():
    page = b'<?xml version="1.0"?>' + b" " * 99 + b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    for text in (page, page.decode().encode("utf-16")):
        with pytest.raises(ValueError, match="document type"):
            read_workbook(repacked(sheet_of([*COLUMNS]), **{"xl/sharedStrings.xml": text}))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04 and no more",
        repacked(sheet_of([1]), **{"xl/workbook.xml": b"<"}),
    ],
)
def test_a_damaged_workbook_is_refused(content: bytes):
    with pytest.raises(ValueError, match="no XLSX workbook"):
        read_workbook(content)


def test_a_style_that_is_not_there_spoils_its_row_alone():
    with ZipFile(BytesIO(UNDAMAGED)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
    styled = page.replace(b'<c r="A2"', b'<c r="A2" s="99"')
    assert styled != page
    rows, problems = read(repacked(UNDAMAGED, **{"xl/worksheets/sheet1.xml": styled}))
    assert (rows, len(problems)) == ([], 1)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data: st.DataObject):
    content = bytearray(UNDAMAGED)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        sheets = read_workbook(bytes(content))
    except ValueError:
        return
    problems = Problems()
    for lines in sheets.values():
        for _, cells in read_cells(PurePath("x"), lines, COLUMNS, problems):
            assert len(cells) == len(COLUMNS)


@given(st.text(max_size=5) | st.sampled_from(["=1", "'=1", "''", "-", "'", "+'"]))
def test_no_text_begins_like_a_formula_and_each_comes_back(text: str):
    assert not marked(text).startswith(("=", "+", "-", "@"))
    assert unmarked(marked(text)) == text


def test_numbers_are_written_as_numbers_and_lose_nothing():
    third = 1 / 3
    sheet = Sheet(COLUMNS, [[third, -5], [0.1, "=x"]])
    assert as_csv(sheet).decode() == f"a,b\n{third!r},-5\n0.1,'=x\n"
    rows, _ = read(as_workbook({"things": sheet}))
    assert rows == [(2, [repr(third), "-5"]), (3, ["0.1", "'=x"])]
