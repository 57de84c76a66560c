"""Tables of market research: CSV (also with tabs or semicolons) and XLSX, as rows for the domain.

The form is that of the company's papers: scents, expensive supplier, cheap supplier, expensive
costs, cheap costs; more columns may count answers. Every fault is told with its row and column.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import PurePath
from typing import Any

from domain.kernel import BadInput
from domain.scents.sourcing.market_research import ResearchRow
from messaging.tables.cells import shown
from messaging.tables.rows import Problems
from messaging.tables.workbook import is_workbook, read_workbook
from scents.exchange.reading import NamedFile
from scents.exchange.research_cells import SIGNS, count, money, per_cent

LARGEST = 1_000_000  # bytes
MOST_ROWS = 1_000
BETWEEN = "\t;,"

SCENT, EXPENSIVE, CHEAP = "scents", "expensive supplier", "cheap supplier"
EXPENSIVE_COST, CHEAP_COST = "expensive costs", "cheap costs"
ANSWERS, EXPENSIVE_COUNT, CHEAP_COUNT = "answers", "expensive count", "cheap count"
WANTED = (SCENT, EXPENSIVE, CHEAP, EXPENSIVE_COST, CHEAP_COST)
COUNTS = (ANSWERS, EXPENSIVE_COUNT, CHEAP_COUNT)

_NOISE = {"supplier", "suppliers", "per", "cent", "percent", "share", "favoured", "favored", "unit"}
_MEANT: Mapping[frozenset[str], str] = {
    frozenset(words.split()): column
    for column, variants in {
        SCENT: ("scents", "scent", "name"),
        EXPENSIVE: ("expensive",),
        CHEAP: ("cheap",),
        EXPENSIVE_COST: ("expensive costs", "expensive cost", "expensive price"),
        CHEAP_COST: ("cheap costs", "cheap cost", "cheap price"),
        ANSWERS: ("answers", "n", "respondents", "responses"),
        EXPENSIVE_COUNT: ("expensive count", "expensive answers", "expensive n"),
        CHEAP_COUNT: ("cheap count", "cheap answers", "cheap n"),
    }.items()
    for words in variants
}
_FIELDS = {
    "scent": SCENT, "expensive": EXPENSIVE, "cheap": CHEAP, "expensive_cost": EXPENSIVE_COST,
    "cheap_cost": CHEAP_COST, "answers": ANSWERS, "cheap_count": CHEAP_COUNT,
}  # fmt: skip

Lines = Iterator[tuple[int, Sequence[str] | ValueError]]


def plain(name: str) -> str:
    """By which two names of a scent are the same: "Night club", "NIGHTCLUB" and "night-club"."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def code_of(name: str, known: Mapping[str, str]) -> str:
    """The code of a scent: a known one (`known`, by plain name), or a new one in the same style."""
    return known.get(plain(name)) or "-".join(name.upper().split())


def read_research(
    file: NamedFile, *, currency: str, known: Mapping[str, str], problems: Problems
) -> tuple[ResearchRow, ...]:
    """The good rows; what is wrong with the others goes to `problems`."""
    path = PurePath(file.name)
    reading = _Reading(path, currency, known, problems)
    try:
        lines = _lines(file.content)
    except ValueError as fault:
        problems.add(path, 0, str(fault))
        return ()
    return tuple(reading.rows(lines))


@dataclass
class _Reading:
    """One table. `known` are codes of scents by plain name."""

    path: PurePath
    currency: str
    known: Mapping[str, str]
    problems: Problems

    def rows(self, lines: Lines) -> Iterator[ResearchRow]:
        _, header = next(lines, (1, []))
        try:
            columns = _columns(header)
        except ValueError as fault:
            self.problems.add(self.path, 1, str(fault))
            return
        first: dict[str, int] = {}
        for row, cells in lines:
            found = self._row(row, cells, columns)
            if found is None:
                continue
            if found.scent in first:
                told = f"{SCENT}: {found.scent} stands in row {first[found.scent]} already"
                self.problems.add(self.path, row, told)
            first.setdefault(found.scent, row)
            yield found
        if not first and not self.problems.count:
            self.problems.add(self.path, 0, "holds no rows")

    def _row(
        self, row: int, cells: Sequence[str] | ValueError, columns: Sequence[str]
    ) -> ResearchRow | None:
        try:
            if isinstance(cells, ValueError):
                raise cells
            if row > MOST_ROWS + 1:
                raise ValueError(f"a table has at most {MOST_ROWS} rows")
            return self._read(_by_column(cells, columns))
        except BadInput as fault:
            name = _FIELDS.get(fault.field, fault.field)
            self.problems.add(self.path, row, f"{name}: {fault.reason}")
        except ValueError as fault:
            self.problems.add(self.path, row, str(fault))
        return None

    def _read(self, cells: Mapping[str, str]) -> ResearchRow:
        """Raises ValueError, BadInput."""
        in_currency = partial(money, currency=self.currency)
        scent = code_of(_value(cells, SCENT, _name), self.known)
        expensive, cheap = (_value(cells, name, per_cent) for name in (EXPENSIVE, CHEAP))
        dear, low = (_value(cells, name, in_currency) for name in (EXPENSIVE_COST, CHEAP_COST))
        _require_per_cents(cells, expensive + cheap)
        answers, count = _counts(cells, expensive)
        return ResearchRow(scent, expensive, cheap, dear, low, answers, count)


def _columns(header: Sequence[str] | ValueError) -> list[str]:
    """What each column is. Raises ValueError."""
    if isinstance(header, ValueError):
        raise header
    found = [_MEANT.get(_words(name), "") for name in header]
    faults = {
        "missing": [name for name in WANTED if name not in found],
        "unknown": [shown(name) for name in header if _words(name) not in _MEANT],
        "twice": [name for name in (*WANTED, *COUNTS) if found.count(name) > 1],
    }  # fmt: skip
    if told := [f"{fault}: {', '.join(names)}" for fault, names in faults.items() if names]:
        wanted = ", ".join(WANTED)
        raise ValueError(f"the first line must name the columns {wanted} ({'; '.join(told)})")
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall("[a-z]+", name.casefold())) - _NOISE


def _by_column(cells: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """Raises ValueError."""
    texts = [cell.strip() for cell in cells]
    if len(texts) > len(columns):
        texts = [text for text in texts if text not in SIGNS]
    if len(texts) != len(columns):
        raise ValueError(f"has {len(texts)} cells, not {len(columns)}")
    return dict(zip(columns, texts, strict=True))


def _value(cells: Mapping[str, str], name: str, rule: Callable[[str], Any]) -> Any:
    """Raises ValueError that names the column."""
    try:
        return rule(cells[name])
    except ValueError as fault:
        raise ValueError(f"{name}: {shown(cells[name])} {fault}") from None


def _name(cell: str) -> str:
    if not plain(cell):
        raise ValueError("must be the name of a scent")
    return cell


def _require_per_cents(cells: Mapping[str, str], both: Decimal) -> None:
    """0.4 and 0.6 are fractions that somebody forgot to multiply, and not 0.6 per cent."""
    signed = any("%" in cells[name] for name in (EXPENSIVE, CHEAP))
    if not signed and 0 < both <= 1:
        raise ValueError(f"{CHEAP}: both look like fractions; write per cents, such as 40%")


def _counts(cells: Mapping[str, str], expensive: Decimal) -> tuple[int | None, int | None]:
    """Answers, and those for the cheap one, as far as they are told. Raises ValueError."""
    told = {name: _value(cells, name, count) for name in COUNTS if cells.get(name)}
    answers, dear, cheap = (told.get(name) for name in COUNTS)
    if answers is None and dear is not None and cheap is not None:
        answers = dear + cheap
    if dear is not None and answers is not None:
        if dear + (cheap or 0) > answers:
            raise ValueError(f"{EXPENSIVE_COUNT}: more answers than there were")
        if abs(Decimal(100 * dear) / (answers or 1) - expensive) > _half(expensive):
            raise ValueError(f"{EXPENSIVE_COUNT}: is not {expensive} % of {answers}")
    return answers, cheap


def _half(per_cent: Decimal) -> Decimal:
    """Of the last digit, so that what was rounded fits."""
    return Decimal(5).scaleb(min(0, int(per_cent.as_tuple().exponent)) - 1)


def _lines(content: bytes) -> Lines:
    """Raises ValueError."""
    if len(content) > LARGEST:
        raise ValueError(f"has more than {LARGEST} bytes")
    if is_workbook(content):
        sheets = read_workbook(content, per_cents=True)
        if len(sheets) > 1:
            raise ValueError(f"has {len(sheets)} sheets; wanted is one")
        return next(iter(sheets.values()))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("is no workbook, and no text in UTF-8") from None
    return _text_lines(text)


def _text_lines(text: str) -> Lines:
    """The cells stand apart by tabs, semicolons or commas: what the first line holds decides."""
    if "\x00" in text:
        raise ValueError("holds a NUL byte: wanted is text")
    lines = [*enumerate(text.splitlines(), start=1)]
    filled = [(row, line) for row, line in lines if line.strip(f"{BETWEEN} ")]
    first = filled[0][1] if filled else ""
    between = next((mark for mark in BETWEEN if mark in first), ",")
    return ((row, _cells(line, between)) for row, line in filled)


def _cells(line: str, between: str) -> Sequence[str] | ValueError:
    try:
        return next(csv.reader([line], delimiter=between, strict=True, skipinitialspace=True))
    except csv.Error as error:
        return ValueError(f"cannot be split into cells: {error}")
