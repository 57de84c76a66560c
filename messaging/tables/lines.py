"""CSV as numbered lines of cells.

CSV as in RFC 4180, in UTF-8 with or without a byte order mark, with any line ends. No cell of ours
can hold a line break, so a row is a line: a quote that nobody closed spoils its own row and not the
rest of the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper

LONGEST_ROW = 5_000  # characters; four cells of the longest text, all quotes, need half of it

Lines = Iterator[tuple[int, list[str] | ValueError]]
"""The number of a line, and its cells or what is wrong with it."""

_OTHER_KINDS = {
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"\xd0\xcf\x11\xe0": "a spreadsheet or another document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


def csv_lines(file: BufferedReader) -> Lines:
    """The lines that hold anything; of a file that is something else, one fault. Closes it."""
    with TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape") as text:
        if kind := _other_kind(file):
            yield 1, ValueError(f"this is {kind}; wanted is text, CSV in UTF-8")
            return
        for row, line in _lines(text):
            if line.strip(",") or row == 1:  # commas alone are the empty rows of a spreadsheet
                yield row, _cells(line)


def split_line(line: str) -> list[str]:
    """The cells of a line that a person typed, with blanks after the commas. Raises ValueError."""
    cells = _cells(line, skip_blanks=True)
    if isinstance(cells, ValueError):
        raise cells
    return [cell.strip() for cell in cells]


def _other_kind(buffer: BufferedReader) -> str | None:
    start = buffer.peek(8)
    return next((kind for magic, kind in _OTHER_KINDS.items() if start.startswith(magic)), None)


def _lines(file: TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Numbered lines without their ends; of one that is too long to be ours, the beginning.

    Bytes that are not UTF-8 come as lone surrogates, so that `_cells` can name their row.
    """
    row = 0
    while line := file.readline(LONGEST_ROW + 1):
        row += 1
        rest = line
        while rest and not rest.endswith("\n"):
            rest = file.readline(LONGEST_ROW)
        yield row, line.rstrip("\n")


def _cells(line: str, *, skip_blanks: bool = False) -> list[str] | ValueError:
    if fault := _fault_of(line):
        return ValueError(fault)
    try:
        reader = csv.reader([line], strict=True, skipinitialspace=skip_blanks)
        return next(reader) if line else []
    except csv.Error as error:
        open_quote = line.count('"') % 2 == 1
        told = "a quote is not closed, and no cell may hold a line break" if open_quote else error
        return ValueError(f"is no CSV: {told}")


def _fault_of(line: str) -> str | None:
    if len(line) > LONGEST_ROW:
        return f"is longer than {LONGEST_ROW} characters"
    if "\x00" in line:
        return "holds a NUL byte: wanted is text, CSV in UTF-8"
    if not (line.isascii() or line.isprintable()) and any("\ud800" <= c <= "\udfff" for c in line):
        return "is not in UTF-8"
    return None
