"""Files of the laboratory as rows for the domain; every fault with its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path, PurePath
from typing import Any, cast

from domain.kernel import BadInput
from domain.scents.intake.rows import LaboratoryRows, Place, RowFault
from messaging.tables.cells import unmarked
from messaging.tables.lines import Lines, csv_lines
from messaging.tables.rows import Problems, read_cells
from messaging.tables.workbook import is_workbook, read_workbook
from scents.exchange.offer_rows import gather
from scents.exchange.row_kinds import READERS
from scents.exchange.tables import COLUMNS, OPTIONAL

LARGEST = 20_000_000  # bytes of all files together
MOST_FAULTS = 1_000
_NAMING = ("materials", "suppliers")
"""Tables whose rows others refer to, by their first cell."""


@dataclass(frozen=True)
class NamedFile:
    """A file as it came."""

    name: str
    content: bytes


def read_paths(paths: Iterable[Path]) -> LaboratoryRows:
    """From a folder, CSV files and workbooks. What cannot be read is a fault."""
    problems = Problems(MOST_FAULTS)
    files: list[NamedFile] = []
    for path in _files_in(paths):
        try:
            with path.open("rb") as file:
                files.append(NamedFile(path.name, file.read(LARGEST + 1)))
        except OSError as error:
            problems.add(path, 0, f"cannot be read: {error.strerror}")
    return read_laboratory(files, problems=problems)


def read_laboratory(
    files: Iterable[NamedFile], *, problems: Problems | None = None
) -> LaboratoryRows:
    """Everything that the files say."""
    return _Reading(problems or Problems(MOST_FAULTS)).read([*files])


def _files_in(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else []
        yield from [one for one in inside if one.suffix.lower() == ".csv"] or [path]


class _Reading:
    """The rows of each table so far."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._found: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self._spoiled: set[str] = set()

    def read(self, files: Sequence[NamedFile]) -> LaboratoryRows:
        if sum(len(file.content) for file in files) > LARGEST:
            self._problems.add(PurePath(files[0].name), 0, f"more than {LARGEST} bytes in all")
            files = []
        for file in files:
            self._read_file(file)
        offers, faults = gather(self._found["offers"])
        for fault in faults:
            self._problems.add(PurePath(fault.place.file), fault.place.row, fault.reason)
        return LaboratoryRows(
            tuple(self._found["materials"]),
            tuple(self._found["properties"]),
            tuple(self._found["constituents"]),
            tuple(self._found["suppliers"]),
            tuple(offers),
            tuple(RowFault(Place(f.file, f.row), f.reason) for f in self._problems.faults),
            self._problems.count,
            frozenset(self._spoiled),
        )

    def _read_file(self, file: NamedFile) -> None:
        path = PurePath(file.name)
        try:
            tables = _tables_in(path, file.content)
        except ValueError as fault:
            self._problems.add(path, 0, str(fault))
            return
        for name, (place, lines) in tables.items():
            if name in COLUMNS:
                self._read_table(name, place, lines)
            else:
                self._problems.add(place, 0, f"is none of {', '.join(COLUMNS)}")

    def _read_table(self, name: str, path: PurePath, lines: Lines) -> None:
        columns = COLUMNS[name]
        cells = read_cells(path, lines, columns, self._problems, optional=OPTIONAL.get(name, ()))
        read = READERS[name]
        for row, texts in cells:
            try:
                self._found[name].append(read(Place(path.name, row), [*map(unmarked, texts)]))
            except (ValueError, BadInput) as fault:
                self._problems.add(path, row, str(fault))
                if name in _NAMING:
                    self._spoiled.add(texts[0])


def _tables_in(path: PurePath, content: bytes) -> Mapping[str, tuple[PurePath, Lines]]:
    """The tables of a file by name, each with what its place is called. Raises ValueError."""
    if is_workbook(content):
        sheets = read_workbook(content)
        return {name: (PurePath(f"{path.name} {name}"), rows) for name, rows in sheets.items()}
    # BytesIO is no raw stream in name only: it has all that a buffer asks for.
    file = BufferedReader(cast(Any, BytesIO(content)))
    return {path.stem.lower(): (path, csv_lines(file))}
