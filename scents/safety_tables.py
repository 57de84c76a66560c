"""The tables of safety rules as they come and go as files: limits, clearances, allergens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.kernel import Command
from domain.scents.commands import RecordAllergenRule, RecordClearance, RecordStandard
from domain.scents.safety.sheets import (
    PROHIBITION,
    RESTRICTION,
    allergen_rules_from,
    clearances_from,
    standards_from,
)
from domain.scents.safety.standard import Rule
from messaging.tables.cells import number, unmarked

LIMITS, CLEARANCES, ALLERGENS = "limits", "clearances", "allergens"
_KINDS = {Rule.PROHIBITED.value: PROHIBITION}


@dataclass(frozen=True)
class Table:
    """Columns of a table, `optional` ones after them; how its rows are read as commands; the
    columns of a row that a command comes from, and the command's own values of them."""

    columns: Sequence[str]
    read: Callable[..., Sequence[Command]]
    key: Sequence[str]
    key_of: Callable[[Any], tuple[str, ...]]
    optional: Sequence[str] = ()
    numbers: Sequence[str] = field(default=())

    def cells(self, row: Sequence[str]) -> Mapping[str, str]:
        """The cells by column. Raises ValueError."""
        names = [*self.columns, *self.optional]
        return {name: self._cell(name, cell) for name, cell in zip(names, row, strict=True)}

    def _cell(self, name: str, cell: str) -> str:
        if not cell.isprintable() or cell != cell.strip():
            raise ValueError(f"{name} has invisible characters or blanks around it")
        if cell and name in self.numbers:
            number(cell)
        return unmarked(cell)


def _standard(command: RecordStandard) -> tuple[str, ...]:
    return command.amendment, command.name


def _clearance(command: RecordClearance) -> tuple[str, ...]:
    return command.amendment, command.cas


def _allergen(command: RecordAllergenRule) -> tuple[str, ...]:
    return command.rule.rule, command.rule.name


TABLES: Mapping[str, Table] = {
    LIMITS: Table(
        ("amendment", "standard", "kind", "category", "limit_percent", "members", "source"),
        standards_from,
        ("amendment", "standard"),
        _standard,
        optional=("condition", "together"),
        numbers=("limit_percent",),
    ),
    CLEARANCES: Table(
        ("amendment", "cas", "name", "source"), clearances_from, ("amendment", "cas"), _clearance
    ),
    ALLERGENS: Table(
        (
            "rule",
            "name",
            "cas",
            "leave_on_percent",
            "rinse_off_percent",
            "new_products_from",
            "all_products_from",
            "source",
        ),
        allergen_rules_from,
        ("rule", "name"),
        _allergen,
        numbers=("leave_on_percent", "rinse_off_percent"),
    ),
}


def limit_rows(
    amendment: str, name: str, value: Mapping[str, Any], source: str
) -> Iterator[tuple[str, ...]]:
    """A standard in rows of the table of limits: categories with the same limit in one."""
    together: dict[str, list[str]] = {}
    for category, limit in value["limits"].items():
        together.setdefault(limit, []).append(category)
    members = ";".join(value["members"])
    for limit, categories in together.items():
        rule = limit in set(Rule)
        kind = _KINDS.get(limit, limit) if rule else RESTRICTION
        said = (kind, ";".join(categories), "" if rule else limit, members, source)
        yield (amendment, name, *said, value["condition"], value["together"])


def allergen_row(rule: str, name: str, value: Mapping[str, Any], source: str) -> tuple[str, ...]:
    numbers = value["leave_on"], value["rinse_off"]
    days = value["new_products_from"], value["all_products_from"]
    return (rule, name, ";".join(value["members"]), *numbers, *days, source)
