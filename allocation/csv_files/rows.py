"""Text files as numbered rows of checked values; every fault with the row that it stands in."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BufferedReader, TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

from allocation.csv_files.cells import shown

LONGEST_ROW = 5_000  # characters; four cells of the longest text, all quotes, need half of it
MOST_SHOWN = 50

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

Rule = Callable[[str], Any]  # the value of a cell; raises ValueError


@dataclass
class Problems:
    """What is wrong with the files: the first ones to be shown, all of them counted."""

    shown: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, path: Path, row: int, reason: str) -> None:
        """`row` is the number of the line in the file, the header being 1; 0: the file itself."""
        self.count += 1
        if self.count <= MOST_SHOWN:
            place = f"{path.name}, row {row}" if row else path.name
            self.shown.append(f"{place}: {reason}")

    def __str__(self) -> str:
        more = self.count - len(self.shown)
        return "\n".join([*self.shown, *([f"and {more} more"] if more else [])])


def read_rows(
    path: Path, rules: Mapping[str, Rule], problems: Problems
) -> Iterator[tuple[int, list[Any]]]:
    """The good rows: number and values, in the order of the rules."""
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
            lines = _lines(file)
            order = _order(next(lines, (1, ""))[1], rules)
            for row, line in lines:
                try:
                    if line:
                        yield row, _values(order(_cells(line, len(rules))), rules)
                except ValueError as fault:
                    problems.add(path, row, str(fault))
    except OSError as error:
        problems.add(path, 0, f"cannot be read: {error.strerror}")
    except ValueError as fault:
        problems.add(path, 1, str(fault))


def _lines(file: TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Numbered lines without their ends; of one that is too long to be ours, the beginning.

    Bytes that are not UTF-8 come as lone surrogates, so that `_cells` can name their row.
    """
    start = cast(BufferedReader, file.buffer).peek(8)
    for magic, kind in _OTHER_KINDS.items():
        if start.startswith(magic):
            raise ValueError(f"this is {kind}; wanted is text, CSV in UTF-8")
    row = 0
    while line := file.readline(LONGEST_ROW + 1):
        row += 1
        rest = line
        while rest and not rest.endswith("\n"):
            rest = file.readline(LONGEST_ROW)
        yield row, line.rstrip("\n")


def _order(header: str, rules: Mapping[str, Rule]) -> Callable[[Sequence[str]], Sequence[str]]:
    """What brings the cells of a row into the order of the rules."""
    names = _cells(header) if header else []
    faults = {
        "missing": [name for name in rules if name not in names],
        "unknown": [shown(name) for name in names if name not in rules],
        "twice": [name for name in rules if names.count(name) > 1],
    }
    said = [f"{fault}: {', '.join(columns)}" for fault, columns in faults.items() if columns]
    if said:
        raise ValueError(
            f"the first line must name the columns {','.join(rules)} ({'; '.join(said)})"
        )
    return itemgetter(*(names.index(name) for name in rules))


def _cells(line: str, width: int | None = None) -> list[str]:
    if len(line) > LONGEST_ROW:
        raise ValueError(f"is longer than {LONGEST_ROW} characters")
    if "\x00" in line:
        raise ValueError("holds a NUL byte: wanted is text, CSV in UTF-8")
    if not (line.isascii() or line.isprintable()) and any("\ud800" <= c <= "\udfff" for c in line):
        raise ValueError("is not in UTF-8")
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise ValueError(f"is no CSV: {error}") from error
    if width not in (None, len(cells)):
        raise ValueError(f"has {len(cells)} cells, not {width}")
    return cells


def _values(cells: Sequence[str], rules: Mapping[str, Rule]) -> list[Any]:
    """The values of a row. Raises ValueError that names every bad cell."""
    values, faults = [], []
    for (name, rule), cell in zip(rules.items(), cells, strict=True):
        try:
            values.append(rule(cell))
        except ValueError as fault:
            faults.append(f"{name} {shown(cell)} {fault}")
    if faults:
        raise ValueError("; ".join(faults))
    return values
