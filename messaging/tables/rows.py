"""Tables as numbered rows of checked values; every fault with the row that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path, PurePath
from typing import Any

from messaging.tables.cells import Rule, shown
from messaging.tables.lines import Lines, csv_lines

MOST_SHOWN = 50


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row of a file. The header is row 1; 0: the file itself."""

    file: str
    row: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}: {self.reason}" if self.row else self._of_file

    @property
    def _of_file(self) -> str:
        return f"{self.file}: {self.reason}"


@dataclass
class Problems:
    """What is wrong with the files: the first ones to be told, all of them counted."""

    most: int = MOST_SHOWN
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, path: PurePath, row: int, reason: str) -> None:
        """`row` is the number of the line in the file, the header being 1; 0: the file itself."""
        self.count += 1
        if self.count <= self.most:
            self.faults.append(Fault(path.name, row, reason))

    @property
    def shown(self) -> list[str]:
        return [*map(str, self.faults)]

    def __str__(self) -> str:
        more = self.count - len(self.faults)
        return "\n".join([*self.shown, *([f"and {more} more"] if more else [])])


def read_rows(
    path: Path, rules: Mapping[str, Rule], problems: Problems
) -> Iterator[tuple[int, list[Any]]]:
    """The good rows of a CSV file: number and values, in the order of the rules."""
    try:
        with path.open("rb") as file:
            for row, cells in read_cells(path, csv_lines(file), rules, problems):
                try:
                    yield row, values_of(cells, rules)
                except ValueError as fault:
                    problems.add(path, row, str(fault))
    except OSError as error:
        problems.add(path, 0, f"cannot be read: {error.strerror}")


def read_cells(
    path: PurePath,
    lines: Lines,
    columns: Collection[str],
    problems: Problems,
    *,
    optional: Collection[str] = (),
) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows that have a cell for each column, in the order of `columns`, then `optional` ones:
    these are empty where the table does without."""
    try:
        _, header = next(lines, (1, []))
        names = _checked(header)
        order = _order(names, [*columns], [*optional])
        for row, cells in lines:
            if isinstance(cells, ValueError):
                problems.add(path, row, str(cells))
            elif len(cells) != len(names):
                problems.add(path, row, f"has {len(cells)} cells, not {len(names)}")
            else:
                yield row, order(cells)
    except ValueError as fault:
        problems.add(path, 1, str(fault))


def _checked(cells: Sequence[str] | ValueError) -> Sequence[str]:
    if isinstance(cells, ValueError):
        raise cells
    return cells


def _order(
    names: Sequence[str], columns: Sequence[str], optional: Sequence[str]
) -> Callable[[Sequence[str]], Sequence[str]]:
    """What brings the cells of a row into the order of the columns."""
    if len(names) == 1 < len(columns) and (other := next((c for c in ";\t|" if c in names[0]), "")):
        raise ValueError(f"commas must stand between the cells, not {shown(other)}")
    known = [*columns, *optional]
    faults = {
        "missing": [name for name in columns if name not in names],
        "unknown": [shown(name) for name in names if name not in known],
        "twice": [name for name in known if names.count(name) > 1],
    }
    said = [f"{fault}: {', '.join(found)}" for fault, found in faults.items() if found]
    if said:
        raise ValueError(
            f"the first line must name the columns {','.join(columns)} ({'; '.join(said)})"
        )
    if not optional:
        return itemgetter(*(names.index(name) for name in columns))
    places = [names.index(name) if name in names else None for name in known]
    return lambda cells: ["" if place is None else cells[place] for place in places]


def values_of(cells: Sequence[str], rules: Mapping[str, Rule]) -> list[Any]:
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
