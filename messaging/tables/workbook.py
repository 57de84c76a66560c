"""XLSX as numbered rows of cells, as text; nothing in it is worked out or believed.

A spreadsheet comes from outside: it is a zip archive of XML, so its unpacked size is looked at
before anything is unpacked, a document type (the way to entities that grow without end) is refused,
and rows and columns are read no further than ours could go.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from messaging.tables.lines import LONGEST_ROW, Lines

MOST_UNPACKED = 100_000_000  # bytes
MOST_PARTS = 1_000
MOST_ROWS = 50_000
MOST_COLUMNS = 64
_PEEKED = 4_096

NOT_ONE = "this is no XLSX workbook, or a damaged one"


def is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def read_workbook(content: bytes, *, per_cents: bool = False) -> Mapping[str, Lines]:
    """The rows of each sheet, by its name in small letters; `per_cents`: numbers that are shown as
    percentages are taken as shown ("40%"), and not refused. Raises ValueError."""
    from openpyxl import load_workbook

    try:
        _look_inside(content)
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        cell = _cell_with_per_cents if per_cents else _cell
        sheets = {sheet.title.strip().lower(): _lines(sheet, cell) for sheet in book.worksheets}
        if len(sheets) < len(book.worksheets):
            raise ValueError("two of its sheets have the same name")
        return sheets
    except ValueError:
        raise
    except Exception as error:  # a damaged part may fail in any way
        raise ValueError(NOT_ONE) from error


def _look_inside(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ValueError("unpacked, it would be larger than any workbook of ours")
        for part in parts:
            with archive.open(part) as file:
                if b"<!doctype" in file.read(_PEEKED).replace(b"\x00", b"").lower():
                    raise ValueError("it holds a document type; workbooks have none")


def _lines(sheet: Any, read: Callable[[Any], str]) -> Lines:
    """Rows that hold anything, without the empty cells at their ends."""
    sheet.reset_dimensions()
    width = 0
    for row, cells in enumerate(_rows(sheet), start=1):
        if row > MOST_ROWS:
            yield row, ValueError(f"and what follows: a sheet has at most {MOST_ROWS} rows")
            return
        texts = _texts(cells, read)
        if row == 1:
            texts = _without_end(texts)
            width = 0 if isinstance(texts, ValueError) else len(texts)
        if isinstance(texts, ValueError) or row == 1 or any(texts):
            yield row, _padded(texts, width)


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    try:
        yield from sheet.iter_rows(max_col=MOST_COLUMNS)
    except Exception as error:  # a damaged sheet may fail in any way
        raise ValueError(NOT_ONE) from error


def _texts(cells: Sequence[Any], read: Callable[[Any], str]) -> list[str] | ValueError:
    try:
        return [read(cell) for cell in cells]
    except ValueError as fault:
        return fault


def _without_end(texts: list[str] | ValueError) -> list[str] | ValueError:
    if isinstance(texts, list):
        while texts and not texts[-1]:
            texts.pop()
    return texts


def _padded(texts: list[str] | ValueError, width: int) -> list[str] | ValueError:
    if isinstance(texts, ValueError) or any(texts[width:]):
        return _without_end(texts)
    return [*texts[:width], *[""] * (width - len(texts))]


def _cell(cell: Any) -> str:
    """Raises ValueError, also for 58.6 % that is kept as 0.586: is it to be read as it is shown?"""
    if _is_per_cent(cell):
        raise ValueError("holds a number shown as a percentage; format it as a plain number")
    return _text(cell.value, cell.data_type)


def _cell_with_per_cents(cell: Any) -> str:
    """Raises ValueError."""
    if _is_per_cent(cell):
        return f"{(100 * Decimal(str(cell.value))).normalize():f}%"
    return _text(cell.value, cell.data_type)


def _is_per_cent(cell: Any) -> bool:
    return cell.data_type == "n" and cell.value is not None and "%" in _format(cell)


def _format(cell: Any) -> str:
    try:
        return str(cell.number_format)
    except Exception as error:  # a style that the workbook does not have
        raise ValueError(NOT_ONE) from error


def _text(value: Any, kind: str) -> str:
    """A cell as CSV would have it."""
    if kind == "f":
        raise ValueError("holds a formula; paste its value")
    if kind == "e":
        raise ValueError(f"holds the error {value}")
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if math.isfinite(value):
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    if len(found := str(value)) > LONGEST_ROW:
        raise ValueError(f"holds more than {LONGEST_ROW} characters")
    return found
