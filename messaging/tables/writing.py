"""Tables written as CSV and XLSX, so that what was written can be read again.

A text that a spreadsheet would take for a formula is marked; reading takes the mark away.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from messaging.tables.cells import marked

Cell = str | int | float | Decimal


@dataclass(frozen=True)
class Sheet:
    """A table with its column names."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def as_csv(sheet: Sheet) -> bytes:
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return file.getvalue().encode()


def as_workbook(sheets: Mapping[str, Sheet]) -> bytes:
    """One workbook, a sheet for each table."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, sheet in sheets.items():
        page: Any = book.create_sheet(name)
        page.append([*sheet.columns])
        for row in sheet.rows:
            page.append([_cell(cell) for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(cell: Cell) -> Cell:
    return marked(cell) if isinstance(cell, str) else cell


def _plain(cell: Cell) -> str:
    """Floats in as many digits as bring the same float back."""
    return marked(cell) if isinstance(cell, str) else str(cell)
