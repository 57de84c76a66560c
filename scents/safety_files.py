"""Safety rules from files: for the command line, and for starting data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path, PurePath
from typing import Any, cast

from domain.kernel import BadInput, Command
from domain.scents.commands import ImportSafetyRules
from domain.scents.safety.rule_import import Imported, RulesRefused
from messaging.bus import get_bus
from messaging.tables.lines import Lines, csv_lines
from messaging.tables.rows import Problems, read_cells
from messaging.tables.workbook import is_workbook, read_workbook
from scents.safety_tables import ALLERGENS, CLEARANCES, LIMITS, TABLES

LARGEST = 20_000_000  # bytes of a file


@dataclass(frozen=True)
class Report:
    """What came of an import, or would come of it; with problems, nothing was stored."""

    recorded: int
    unchanged: int
    withdrawn: int
    problems: Problems
    dry_run: bool

    @property
    def is_refused(self) -> bool:
        return self.problems.count > 0

    def __str__(self) -> str:
        if self.is_refused:
            return f"Nothing is imported:\n{self.problems}"
        done = "would be recorded" if self.dry_run else "recorded"
        stay = f", {self.withdrawn} stay withdrawn" if self.withdrawn else ""
        return f"{self.recorded} {done}, {self.unchanged} unchanged{stay}"


def import_rules(
    paths: Iterable[Path], *, dry_run: bool, actor: str, only_new: bool = False
) -> Report:
    """Take in limits.csv, clearances.csv, allergens.csv, or sheets of these names in a workbook.

    All of it or nothing; in a dry run nothing, and the report says what would come of it. With
    `only_new`, what was ever recorded here stays as it is.
    """
    reading = _Reading(by=actor)
    for path in paths:
        reading.read(path)
    done = Imported(0, 0, 0)
    if not reading.problems.count:
        try:
            command = reading.command(dry_run=dry_run, only_new=only_new)
            done = get_bus().handle(command, actor=actor)
        except RulesRefused as refused:
            reading.place(refused)
    return Report(done.recorded, done.unchanged, done.withdrawn, reading.problems, dry_run)


class _Reading:
    """What was read so far: commands by table, where they stand, and what is wrong."""

    def __init__(self, *, by: str) -> None:
        self.problems = Problems()
        self._by = by
        self._commands: dict[str, list[Command]] = {}
        self._places: dict[tuple[str, tuple[str, ...]], tuple[PurePath, int]] = {}

    def read(self, path: Path) -> None:
        try:
            tables = _tables_in(path)
        except OSError as error:
            self.problems.add(path, 0, f"cannot be read: {error.strerror}")
        except ValueError as fault:
            self.problems.add(path, 0, str(fault))
        else:
            for name, (place, lines) in tables.items():
                self._read_table(name, place, lines)

    def command(self, *, dry_run: bool, only_new: bool) -> ImportSafetyRules:
        found: Any = {name: tuple(commands) for name, commands in self._commands.items()}
        return ImportSafetyRules(
            found.get(LIMITS, ()),
            found.get(CLEARANCES, ()),
            found.get(ALLERGENS, ()),
            dry_run=dry_run,
            only_new=only_new,
        )

    def place(self, refused: RulesRefused) -> None:
        """Each refusal as a problem of the row that asked for it."""
        names = {id(each): name for name, found in self._commands.items() for each in found}
        for command, reason in refused.refusals:
            name = names[id(command)]
            path, row = self._places[name, TABLES[name].key_of(command)]
            self.problems.add(path, row, reason)

    def _read_table(self, name: str, path: PurePath, lines: Lines) -> None:
        if name not in TABLES:
            self.problems.add(path, 0, f"is none of {', '.join(TABLES)}")
        elif name in self._commands:
            self.problems.add(path, 0, f"is a second table of {name}")
        else:
            self._commands[name] = self._read_rows(name, path, lines)

    def _read_rows(self, name: str, path: PurePath, lines: Lines) -> list[Command]:
        table = TABLES[name]
        numbers, rows = [], []
        for number, texts in read_cells(
            path, lines, table.columns, self.problems, optional=table.optional
        ):
            try:
                row = table.cells(texts)
            except ValueError as fault:
                self.problems.add(path, number, str(fault))
                continue
            numbers.append(number)
            rows.append(row)
            self._places.setdefault((name, tuple(row[c] for c in table.key)), (path, number))

        def refuse(number: int, error: BadInput) -> None:
            self.problems.add(path, numbers[number - 2], str(error))

        return list(table.read(rows, by=self._by, refuse=refuse))


def _tables_in(path: Path) -> Mapping[str, tuple[PurePath, Lines]]:
    """By name, each with what its place is called. Raises ValueError and OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"has more than {LARGEST} bytes")
    if is_workbook(content):
        sheets = read_workbook(content)
        return {name: (PurePath(f"{path.name} {name}"), rows) for name, rows in sheets.items()}
    # BytesIO is no raw stream in name only: it has all that a buffer asks for.
    buffer = BufferedReader(cast(Any, BytesIO(content)))
    return {path.stem.lower(): (path, csv_lines(buffer))}
