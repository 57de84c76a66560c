"""Which rows make one formula, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from domain.kernel import Event
from domain.scents import events
from domain.scents.formula import Approval, Formula, Version
from domain.scents.recipes.mixture import FormulaVersion
from domain.scents.recipes.text import read_recipe, write_recipe
from domain.scents.recipes.uses import reference, uses
from messaging.changes import Change
from messaging.sql import Statements
from scents import models
from scents.ports import AbstractFormulaRepository

_INSERT = """INSERT INTO scents_formula
    (code, name, note, branched_from, latest, revised_at, version_number)
    VALUES (%s, %s, %s, %s, %s, %s, %s)"""
_INSERT_VERSION = """INSERT INTO scents_formulaversion
    (formula, number, recipe, uses, author, at, note, approved_by, delivery_format)
    VALUES (%s, %s, %s::jsonb, %s, %s, %s, %s, '', '')"""
_UPDATE = """UPDATE scents_formula SET latest = %s, revised_at = %s, version_number = %s
    WHERE code = %s"""
_APPROVE = """UPDATE scents_formulaversion
    SET approved_by = %s, approved_at = %s, delivery_format = %s, dose = %s
    WHERE formula = %s AND number = %s"""


class FormulaRepository(AbstractFormulaRepository):
    """Formulas in PostgreSQL, locked when they are read: authors come one after the other."""

    def get(self, code: str) -> Formula | None:
        row = models.Formula.objects.select_for_update(no_key=True).filter(code=code).first()
        if row is None:
            return None
        versions = models.FormulaVersion.objects.filter(formula=code).order_by("number")
        return self._remember(
            Formula(
                code,
                name=row.name,
                note=row.note,
                branched_from=_version_of(row.branched_from),
                versions=[_version(one) for one in versions],
                version_number=row.version_number,
            )
        )

    def store(self, changes: Sequence[Change[Formula]], statements: Statements) -> None:
        for change in changes:
            formula = change.aggregate
            statements.add(*_head(formula, is_new=change.is_new))
            for event in change.events:
                statements.add(*_effect(formula, event))

    def _add(self, aggregate: Formula) -> None:
        """A new formula is inserted by `store`."""


def _head(formula: Formula, *, is_new: bool) -> tuple[str, list[Any]]:
    latest = formula.latest
    state = [latest.number, latest.at, formula.version_number]
    if not is_new:
        return _UPDATE, [*state, formula.code]
    source = reference(*formula.branched_from) if formula.branched_from else ""
    return _INSERT, [formula.code, formula.name, formula.note, source, *state]


def _effect(formula: Formula, event: Event) -> tuple[str, list[Any]]:
    match event:
        case events.FormulaDrafted():
            return _INSERT_VERSION, _columns(formula.code, formula.version(1))
        case events.FormulaRevised(version=number):
            return _INSERT_VERSION, _columns(formula.code, formula.version(number))
        case events.FormulaApproved(version=number) | events.ApprovalWithdrawn(version=number):
            return _APPROVE, [*_approval(formula.version(number)), formula.code, number]
    raise TypeError(event)


def _columns(code: str, version: Version) -> list[Any]:
    recipe = json.dumps(write_recipe(version.recipe))
    row = [code, version.number, recipe, list(uses(version.recipe))]
    return [*row, version.author, version.at, version.note]


def _approval(version: Version) -> list[Any]:
    approval = version.approval
    if approval is None:
        return ["", None, "", None]
    return [approval.by, approval.at, approval.delivery_format, approval.dose]


def _version(row: models.FormulaVersion) -> Version:
    approval = None
    if row.approved_at is not None and row.dose is not None:
        dose = row.dose.normalize()
        approval = Approval(row.approved_by, row.approved_at, row.delivery_format, dose)
    recipe = read_recipe(row.recipe)
    return Version(row.number, recipe, row.author, row.at, row.note, approval)


def _version_of(text: str) -> FormulaVersion | None:
    code, _, number = text.rpartition("@")
    return (code, int(number)) if code else None
