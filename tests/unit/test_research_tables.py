"""Tables of market research, as agencies and spreadsheets write them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from domain.scents.sourcing.market_research import ResearchRow
from messaging.tables.rows import Problems
from scents.exchange.market_research import plain, read_research
from scents.exchange.reading import NamedFile
from tests.sourcing import ROWS, SEEDS

KNOWN = {plain(one): one for one in ("NIGHTCLUB", "SEA-BREEZE")}
HEADER = "scents,expensive supplier,cheap supplier,expensive costs,cheap costs"


def read(content: bytes | str, currency: str = "USD") -> tuple[tuple[ResearchRow, ...], list[str]]:
    """The rows, and the faults."""
    sent = content.encode() if isinstance(content, str) else content
    problems = Problems()
    file = NamedFile("table.csv", sent)
    return read_research(file, currency=currency, known=KNOWN, problems=problems), problems.shown


def faults(content: bytes | str) -> list[str]:
    return read(content)[1]


def workbook(rows: list[list[Any]], formats: dict[int, str]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows(min_row=2):
        for column, style in formats.items():
            cells[column].number_format = style
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_table_of_the_company_is_read_as_it_stands_in_its_papers():
    assert read(SEEDS) == (ROWS, [])


@pytest.mark.parametrize("between", ["\t", ";", " ; ", ", "])
def test_cells_may_stand_apart_by_tabs_semicolons_and_blanks(between: str):
    assert read(SEEDS.replace(",", between)) == (ROWS, [])


@pytest.mark.parametrize("sign", ["\\$ ", "$", "USD ", "", "\\$"])
def test_amounts_may_have_a_sign_a_code_or_none(sign: str):
    assert read(SEEDS.replace("$ ", sign)) == (ROWS, [])


def test_signs_that_a_copied_spreadsheet_leaves_in_cells_of_their_own_are_passed_over():
    split = SEEDS.replace(",", "\t").replace("$ ", "\\$\t")
    assert read(split) == (ROWS, [])


def test_lines_may_end_in_any_way_and_begin_with_a_byte_order_mark():
    assert read("\ufeff" + SEEDS.replace("\n", "\r\n")) == (ROWS, [])


def test_the_names_of_columns_may_be_written_in_other_ways():
    other = SEEDS.replace(HEADER, "Scent,Expensive %,CHEAP (per cent),Expensive price,cheap cost")
    assert read(other) == (ROWS, [])


def test_a_decimal_comma_is_read_where_it_can_mean_nothing_else():
    comma = SEEDS.replace(",", ";").replace(".00", ",00")
    assert read(comma) == (ROWS, [])
    assert (
        "cheap costs: '1,234' may mean two things" in faults(f'{HEADER}\nfog,40,60,2000,"1,234"')[0]
    )


def test_a_known_scent_keeps_its_code_however_it_is_written():
    rows, _ = read(f"{HEADER}\nNight Club,40,60,2,1\nSEABREEZE,40,60,2,1\nOld  library,40,60,2,1")
    assert [row.scent for row in rows] == ["NIGHTCLUB", "SEA-BREEZE", "OLD-LIBRARY"]


def test_counts_are_taken_where_they_are_given():
    rows, told = read(f"{HEADER},answers,cheap count\nfog,40,60,2,1,50,30\nmist,40,60,2,1,,")
    assert [(row.answers, row.cheap_count) for row in rows] == [(50, 30), (None, None)]
    both, _ = read(f"{HEADER},expensive count,cheap count\nfog,40,60,2,1,20,30")
    assert (both[0].answers, both[0].cheap_count) == (50, 30)
    assert not told


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("fog,40,61,2,1", "row 2: cheap supplier: both together are more than 100 %"),
        ("fog,x,60,2,1", "row 2: expensive supplier: 'x' must be a number"),
        ("fog,40,60,1,2", "row 2: cheap costs: the cheap one is dearer"),
        ("fog,40,60,0,0", "row 2: expensive costs: must be an amount above 0"),
        ("fog,40,60,€ 2,1", "row 2: expensive costs: '\\u20ac 2' is in €, and the table in USD"),
        ("fog,40,60,EUR 2,1", "row 2: expensive costs: 'EUR 2' is in EUR"),
        ("fog,0.4,0.6,2,1", "row 2: cheap supplier: both look like fractions"),
        (",40,60,2,1", "row 2: scents: '' must be the name of a scent"),
        ("fog,40,60,2", "row 2: has 4 cells, not 5"),
        ("fog,40,60,2,1\n\nFOG,40,60,2,1", "row 4: scents: FOG stands in row 2 already"),
        ('fog,40,60,2,"1', "row 2: cannot be split into cells"),
        ("fog,nan,60,2,1", "must be a number"),
        ("fog,-1,60,2,1", "must be a number"),
        ("fog,1e1,60,2,1", "must be a number"),
    ],
)
def test_each_fault_is_told_with_its_row_and_column(row: str, fault: str):
    [told] = faults(f"{HEADER}\n{row}")
    assert fault in told


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("fog,40,60,2,1,100,41,59", "expensive count: is not 40 % of 100"),
        ("fog,40,60,2,1,100,40,59", "cheap count: is not 60 % of 100"),
        ("fog,40,60,2,1,100,41,60", "expensive count: more answers than there were"),
        ("fog,40,60,2,1,1.5,,", "answers: '1.5' must be a whole number"),
        ("fog,40,60,2,1,,,60", "answers: must be a number from 1"),
    ],
)
def test_counts_that_do_not_agree_with_the_per_cents_are_told(row: str, fault: str):
    [told] = faults(f"{HEADER},answers,expensive count,cheap count\n{row}")
    assert fault in told


def test_all_faults_are_told_together():
    assert len(faults(f"{HEADER}\nfog,x,60,2,1\nmist,40,60,2,1\nsmoke,40,y,2,1")) == 2


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "the first line must name the columns"),
        ("scents,cheap\nfog,1", "missing: expensive supplier, expensive costs, cheap costs"),
        (f"{HEADER},colour\n", "unknown: 'colour'"),
        (f"{HEADER},scent\n", "twice: scents"),
        (HEADER, "holds no rows"),
        (b"\xff\xfes\x00", "no text in UTF-8"),
        (b"PK\x03\x04", "no XLSX workbook"),
        (b"a\x00b", "NUL"),
    ],
)
def test_what_is_no_such_table_is_refused(content: bytes | str, fault: str):
    [told] = faults(content)
    assert fault in told


def test_a_workbook_is_read_as_it_is_shown():
    rows: list[list[Any]] = [HEADER.split(",")]
    for one in ROWS:
        shares = [float(share) / 100 for share in (one.expensive, one.cheap)]
        rows.append([one.scent.lower(), *shares, float(one.expensive_cost), float(one.cheap_cost)])
    found, told = read(workbook(rows, {1: "0%", 2: "0%", 3: "$0.00", 4: "$0.00"}))
    assert (found, told) == (ROWS, [])


def test_a_fraction_of_a_workbook_is_not_rounded():
    rows = [HEADER.split(","), ["fog", 0.6, 0.375, 2, 1]]
    [row], _ = read(workbook(rows, {1: "0%", 2: "0.0%"}))
    assert row.cheap == Decimal("37.5")


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"{HEADER}\n{text}".encode())
)
def test_whatever_is_sent_is_read_or_refused(content: bytes):
    rows, told = read(content)
    assert rows or told
