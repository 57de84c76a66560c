"""The exchange format: what is read, what is refused and how it is named."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.csv_files import Problems, read_batches, read_orders, write_allocations
from domain.allocation.commands import CreateBatch
from domain.allocation.order_line import MOST_UNITS, OrderLine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def batches_in(file: Path, content: str | bytes) -> tuple[list[CreateBatch], list[str]]:
    problems = Problems()
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [batch for *_, batch in read_batches(file, problems)], problems.shown


def orders_in(file: Path, content: str | bytes) -> tuple[list[OrderLine], list[str]]:
    problems = Problems()
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [line for *_, line in read_orders(file, problems)], problems.shown


def order(orderid: str = "o1", sku: str = "JUNGLE", qty: str = "5") -> str:
    return f"orderid,sku,qty\n{orderid},{sku},{qty}\n"


def test_a_batch_without_eta_is_in_the_warehouse(file):
    content = "ref,sku,qty,eta\nb1,JUNGLE,100,\nb2,JUNGLE,50,2027-03-31\n"
    assert batches_in(file, content) == (
        [CreateBatch("b1", "JUNGLE", 100), CreateBatch("b2", "JUNGLE", 50, date(2027, 3, 31))],
        [],
    )


def test_columns_may_stand_in_any_order(file):
    assert orders_in(file, "qty,orderid,sku\n5,o1,JUNGLE\n") == ([OrderLine("o1", "JUNGLE", 5)], [])


def test_an_empty_orders_file_is_fine(file):
    assert orders_in(file, "orderid,sku,qty\n") == ([], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_will_do(file, end):
    lines, problems = orders_in(file, order().replace("\n", end))
    assert (lines, problems) == ([OrderLine("o1", "JUNGLE", 5)], [])


@pytest.mark.parametrize("between", [";", "\t", "|"])
def test_what_stands_between_the_cells_is_named_where_it_is_no_comma(file, between):
    _, [problem] = orders_in(file, order().replace(",", between))
    assert "commas must stand between the cells" in problem
    assert ascii(between) in problem


def test_a_cell_with_a_line_break_is_told_to_be_one(file):
    _, problems = orders_in(file, 'orderid,sku,qty\n"o\n1",JUNGLE,5\n')
    assert "no cell may hold a line break" in problems[0]


def test_rows_of_commas_alone_are_the_empty_rows_of_a_spreadsheet(file):
    content = "orderid,sku,qty\no1,JUNGLE,1\n,,\n,,\no3,JUNGLE,none\n"
    lines, problems = orders_in(file, content)
    assert [line.orderid for line in lines] == ["o1"]
    assert problems == ["file.csv, row 5: qty 'none' must be a whole number in plain digits"]


def test_mixed_line_ends_and_empty_lines_do_not_upset_the_row_numbers(file):
    content = "orderid,sku,qty\r\no1,JUNGLE,1\n\no2,JUNGLE,2\ro3,JUNGLE,none"
    lines, problems = orders_in(file, content)
    assert [line.orderid for line in lines] == ["o1", "o2"]
    assert problems == ["file.csv, row 5: qty 'none' must be a whole number in plain digits"]


def test_a_byte_order_mark_is_no_part_of_the_first_column(file):
    assert orders_in(file, b"\xef\xbb\xbf" + order().encode())[1] == []


def test_a_quoted_cell_may_hold_commas_and_quotes(file):
    lines, _ = orders_in(file, order('"o,""1"""'))
    assert lines[0].orderid == 'o,"1"'


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "'); DROP TABLE", "Ölfarbe 5 µ"])
def test_an_identifier_is_kept_as_it_is(file, name):
    assert orders_in(file, order(name))[0] == [OrderLine(name, "JUNGLE", 5)]


@pytest.mark.parametrize(
    "name",
    ["", " ", " o1", "o1\t", "\to1", "\u202eo1", "o\u200b1", "\u2028o1", "o\x851", "x" * 256],
)
def test_an_identifier_that_is_blank_invisible_or_long_is_refused(file, name):
    lines, [problem] = orders_in(file, order(name))
    assert lines == []
    assert problem.startswith("file.csv, row 2: orderid ")


@pytest.mark.parametrize(
    "qty", ["0", "-1", "+1", "1.5", '"1,5"', "1 000", "1e3", "", " 5", "five", "٣", "1" * 5_000]
)
def test_a_quantity_is_a_whole_number_in_plain_digits(file, qty):
    lines, problems = orders_in(file, order(qty=qty))
    assert lines == []
    assert len(problems) == 1


def test_a_quantity_has_bounds(file):
    assert orders_in(file, order(qty=str(MOST_UNITS)))[1] == []
    assert orders_in(file, order(qty=str(MOST_UNITS + 1)))[1] == [
        "file.csv, row 2: qty '1000000001' must be from 1 to 1000000000"
    ]


@pytest.mark.parametrize(
    "eta",
    [
        "31/12/26",
        "12/31/26",
        "2026-12-31T10:00",
        "20261231",
        "2026-W01-1",
        "2027-02-30",
        "0000-01-01",
    ],
)
def test_a_date_is_an_iso_date(file, eta):
    found, [problem] = batches_in(file, f"ref,sku,qty,eta\nb1,JUNGLE,5,{eta}\n")
    assert found == []
    assert problem.startswith(f"file.csv, row 2: eta '{eta}'")


def test_every_bad_cell_of_a_row_is_named(file):
    [problem] = orders_in(file, order(" ", "", "x"))[1]
    assert problem.split("; ") == [
        "file.csv, row 2: orderid ' ' must not be blank",
        "sku '' must not be blank",
        "qty 'x' must be a whole number in plain digits",
    ]


def test_every_bad_row_is_counted_and_the_first_fifty_are_shown(file):
    problems = Problems()
    file.write_text("orderid,sku,qty\n" + "o1,JUNGLE,0\n" * 70)
    read_orders(file, problems)
    assert problems.count == 70
    assert str(problems).splitlines()[49:] == [
        "file.csv, row 51: qty '0' must be from 1 to 1000000000",
        "and 20 more",
    ]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("orderid,sku", "(missing: qty)"),
        ("orderid,sku,qty,price", "(unknown: 'price')"),
        ("orderid,sku,qty,qty", "(twice: qty)"),
        ("order,sku,qty", "(missing: orderid; unknown: 'order')"),
        ("", "(missing: orderid, sku, qty)"),
    ],
)
def test_missing_unknown_and_repeated_columns_are_named(file, header, reason):
    _, problems = orders_in(file, f"{header}\no1,JUNGLE,5\n")
    start = "file.csv, row 1: the first line must name the columns orderid,sku,qty "
    assert problems == [start + reason]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n"])
def test_a_file_without_a_header_is_refused(file, content):
    assert len(orders_in(file, content)[1]) == 1


@pytest.mark.parametrize(("row", "cells"), [("o1,JUNGLE", 2), ("o1,JUNGLE,5,", 4), ("  ", 1)])
def test_a_row_has_as_many_cells_as_there_are_columns(file, row, cells):
    assert orders_in(file, f"orderid,sku,qty\n{row}\n")[1] == [
        f"file.csv, row 2: has {cells} cells, not 3"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04" + bytes(100), "zip archive or a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "an image"),
        (b"%PDF-1.7\n", "a PDF"),
        (order().encode("utf-16"), "text in UTF-16"),
        (order().encode("utf-16-le"), "NUL byte"),
        (bytes(range(128, 256)) * 10, "is not in UTF-8"),
    ],
)
def test_what_is_no_text_in_utf_8_is_refused_by_content(file, content, reason):
    [problem] = orders_in(file, content)[1]
    assert reason in problem


def test_a_row_that_is_not_in_utf_8_is_named(file):
    content = order().encode() + "o2,Öl,5\n".encode("latin-1") + b"o3,JUNGLE\x00,5\n"
    lines, problems = orders_in(file, content)
    assert len(lines) == 1
    assert [problem[:24] for problem in problems] == [
        "file.csv, row 3: is not ",
        "file.csv, row 4: holds a",
    ]


def test_a_quote_that_is_not_closed_spoils_its_own_row_only(file):
    lines, [problem] = orders_in(file, 'orderid,sku,qty\n"o1,JUNGLE,5\no2,JUNGLE,6\n')
    assert lines == [OrderLine("o2", "JUNGLE", 6)]
    assert problem.startswith("file.csv, row 2: is no CSV")


def test_a_row_of_ten_megabytes_is_one_bad_row(file):
    lines, problems = orders_in(file, order("x" * 10_000_000) + "o2,JUNGLE,6\n")
    assert lines == [OrderLine("o2", "JUNGLE", 6)]
    assert problems == ["file.csv, row 2: is longer than 5000 characters"]


def test_the_longest_text_fits_however_it_is_quoted(file):
    lines, problems = orders_in(file, order('"' + '""' * 255 + '"', '"' + '""' * 255 + '"'))
    assert (len(lines), problems) == (1, [])


def test_an_order_that_contradicts_itself_is_refused(file):
    content = "orderid,sku,qty\no1,JUNGLE,5\no1,FOREST,5\no1,JUNGLE,6\n"
    assert orders_in(file, content)[1] == ["file.csv, row 4: contradicts row 2"]


@pytest.mark.parametrize("other", ["b1,JUNGLE,6,", "b1,FOREST,5,", "b1,JUNGLE,5,2027-01-01"])
def test_a_batch_that_is_announced_in_two_ways_is_refused(file, other):
    content = f"ref,sku,qty,eta\nb1,JUNGLE,5,\n{other}\n"
    assert batches_in(file, content)[1] == ["file.csv, row 3: contradicts row 2"]


def test_a_row_that_is_repeated_is_no_fault(file):
    assert orders_in(file, order() + "o1,JUNGLE,5\n")[1] == []


def test_a_file_that_is_not_there_is_named(tmp_path):
    problems = Problems()
    assert read_orders(tmp_path / "none.csv", problems) == []
    assert problems.shown == ["none.csv: cannot be read: No such file or directory"]


def test_a_folder_is_no_file(tmp_path):
    problems = Problems()
    read_orders(tmp_path, problems)
    assert problems.count == 1


def test_what_is_shown_of_a_cell_is_short_and_safe_for_a_terminal(file):
    [problem] = orders_in(file, order("\x1b[31m" + "x" * 300))[1]
    assert problem.isprintable()
    assert len(problem) < 150


identifiers = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=255)
    .map(str.strip)
    .filter(bool)
)
lines = st.builds(OrderLine, identifiers, identifiers, st.integers(1, MOST_UNITS))


@given(st.lists(st.tuples(lines, st.none() | identifiers), unique_by=lambda row: row[0].orderid))
def test_what_is_written_is_read_back_as_it_was(
    tmp_path_factory, rows: Sequence[tuple[OrderLine, str | None]]
):
    folder = tmp_path_factory.mktemp("files")
    write_allocations(folder / "allocations.csv", rows)
    with (folder / "allocations.csv").open(encoding="utf-8", newline="") as file:
        written = [*csv.DictReader(file)]
    assert [row["batchref"] for row in written] == [ref or "" for _, ref in rows]
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["sku", "orderid", "qty"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(written)
    problems = Problems()
    assert [line for *_, line in read_orders(folder / "orders.csv", problems)] == [
        line for line, _ in rows
    ]
    assert problems.count == 0
