"""The rows of limits.csv, clearances.csv and allergens.csv, read as commands.

A refused row is told by its number, counted as a spreadsheet does: the heading is row 1. The first
one ends the reading, unless `refuse` takes it: then the others are read as well, and what is
answered lacks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from domain.kernel import BadInput
from domain.scents.commands.safety import RecordAllergenRule, RecordClearance, RecordStandard
from domain.scents.safety.allergens import AllergenRule
from domain.scents.safety.standard import Clearance, Limit, Rule, limit_from

Row = Mapping[str, str]
Refuse = Callable[[int, BadInput], None]

RESTRICTION = "restriction"
PROHIBITION = "prohibition"


def refuse_at_once(number: int, error: BadInput) -> None:
    """Raises BadInput."""
    raise BadInput(f"row {number}: {error.field}", error.reason) from None


def standards_from(
    rows: Iterable[Row], *, by: str, refuse: Refuse = refuse_at_once
) -> list[RecordStandard]:
    """One command for each standard; its rows stand together.

    Columns: amendment, standard, kind (restriction, prohibition, specification, no restriction),
    category (several with ;), limit_percent (of a restriction only), members (CAS numbers with ;),
    source, condition, together. Raises BadInput.
    """
    found: dict[tuple[str, str], RecordStandard] = {}
    for number, row in enumerate(rows, 2):
        try:
            part = _part(row, by)
            key = (part.amendment, part.name)
            joined = _joined(found[key], part) if key in found else part
            joined.standard()
            found[key] = joined
        except BadInput as error:
            refuse(number, error)
    return list(found.values())


def clearances_from(
    rows: Iterable[Row], *, by: str, refuse: Refuse = refuse_at_once
) -> list[RecordClearance]:
    """Columns: amendment, cas, name, source. Raises BadInput."""
    found: dict[tuple[str, str], RecordClearance] = {}
    for number, row in enumerate(rows, 2):
        try:
            clearance = Clearance(row["cas"], row["amendment"], row["source"], row["name"])
            if (clearance.amendment, clearance.cas) in found:
                raise BadInput("cas", "stands twice")
            found[clearance.amendment, clearance.cas] = RecordClearance(
                clearance.amendment, clearance.cas, clearance.name, clearance.source, by
            )
        except BadInput as error:
            refuse(number, error)
    return list(found.values())


def allergen_rules_from(
    rows: Iterable[Row], *, by: str, refuse: Refuse = refuse_at_once
) -> list[RecordAllergenRule]:
    """Columns: rule, name, cas (several with ;), leave_on_percent, rinse_off_percent,
    new_products_from and all_products_from (ISO 8601), source. Raises BadInput."""
    found: dict[tuple[str, str], RecordAllergenRule] = {}
    for number, row in enumerate(rows, 2):
        try:
            rule = _allergen(row)
            if (rule.rule, rule.name) in found:
                raise BadInput("name", "stands twice")
            found[rule.rule, rule.name] = RecordAllergenRule(rule, by)
        except BadInput as error:
            refuse(number, error)
    return list(found.values())


def _part(row: Row, by: str) -> RecordStandard:
    limit = _limit(row["kind"], row["limit_percent"])
    return RecordStandard(
        row["amendment"],
        row["standard"],
        frozenset(_several(row["members"])),
        dict.fromkeys(_several(row["category"]), limit),
        row["source"],
        by,
        row.get("condition", ""),
        row.get("together", ""),
    )


def _joined(one: RecordStandard, other: RecordStandard) -> RecordStandard:
    for field in ("members", "source", "condition", "together"):
        if getattr(one, field) != getattr(other, field):
            raise BadInput(field, "must be the same in all rows of a standard")
    if twice := one.limits.keys() & other.limits.keys():
        raise BadInput("category", f"{', '.join(sorted(twice))} stands twice")
    return RecordStandard(
        one.amendment,
        one.name,
        one.members,
        {**one.limits, **other.limits},
        one.source,
        one.by,
        one.condition,
        one.together,
    )


def _limit(kind: str, per_cent: str) -> Limit:
    if kind == RESTRICTION:
        limit = limit_from(per_cent)
        if isinstance(limit, Decimal):
            return limit
        raise BadInput("limit_percent", "must be a per cent")
    if per_cent:
        raise BadInput("limit_percent", f"must be empty for {kind}")
    if kind == PROHIBITION:
        return Rule.PROHIBITED
    if kind in (Rule.SPECIFICATION, Rule.NO_RESTRICTION):
        return Rule(kind)
    raise BadInput("kind", f"{kind!r} is not a kind of standard")


def _allergen(row: Row) -> AllergenRule:
    try:
        return AllergenRule(
            row["rule"],
            row["name"],
            frozenset(_several(row["cas"])),
            Decimal(row["leave_on_percent"]),
            Decimal(row["rinse_off_percent"]),
            date.fromisoformat(row["new_products_from"]),
            date.fromisoformat(row["all_products_from"]),
            row["source"],
        )
    except (InvalidOperation, ValueError):
        raise BadInput("row", "has a number or a date that cannot be read") from None


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
