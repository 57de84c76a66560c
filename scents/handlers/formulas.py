"""What the commands about formulas set going."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import datetime
from typing import TYPE_CHECKING

from domain.scents import commands
from domain.scents.formula import Formula, FormulaExists, NoFormula, NotSafe, require_dose
from domain.scents.recipes.mixture import UnknownMaterial
from domain.scents.recipes.uses import (
    accords_in,
    checked,
    follow,
    materials_in,
    require_code,
    require_in_use,
)

if TYPE_CHECKING:
    from domain.scents.recipes.recipe import Blend
    from scents.ports import FormulasUnitOfWork, MaterialsOf, RecipesOf, SafetyOf


def draft_formula(
    command: commands.DraftFormula,
    uow: FormulasUnitOfWork,
    clock: Callable[[], datetime],
    materials_of: MaterialsOf,
    recipes_of: RecipesOf,
    retired_materials: Callable[[], Set[str]],
) -> int:
    """Answers the number of the version.

    Raises FormulaExists, UnknownMaterial, RetiredMaterial, UnknownFormula, ContainsItself, TooDeep,
    BadInput.
    """
    with uow:
        _require_free(command.code, uow)
        _require_known(command.code, command.recipe, materials_of, recipes_of)
        require_in_use(command.recipe, retired_materials())
        formula = Formula.draft(
            command.code,
            name=command.name,
            recipe=command.recipe,
            by=command.by,
            at=clock(),
            note=command.note,
        )
        uow.formulas.add(formula)
        uow.commit()
    return formula.latest.number


def revise_formula(
    command: commands.ReviseFormula,
    uow: FormulasUnitOfWork,
    clock: Callable[[], datetime],
    materials_of: MaterialsOf,
    recipes_of: RecipesOf,
    retired_materials: Callable[[], Set[str]],
) -> int:
    """Answers the number of the version; the latest, where the recipe is the same.

    Raises SomebodyWasFaster, UnknownMaterial, RetiredMaterial, UnknownFormula, ContainsItself,
    TooDeep, BadInput.
    """
    with uow:
        formula = _formula(command.code, uow)
        _require_known(command.code, command.recipe, materials_of, recipes_of)
        require_in_use(command.recipe, retired_materials(), before=formula.latest.recipe)
        number = formula.revise(
            command.recipe,
            by=command.by,
            at=clock(),
            based_on=command.based_on,
            note=command.note,
        )
        uow.commit()
    return number


def branch_formula(
    command: commands.BranchFormula,
    uow: FormulasUnitOfWork,
    clock: Callable[[], datetime],
    recipes_of: RecipesOf,
) -> None:
    """Raises FormulaExists, UnknownFormula, ContainsItself, BadInput."""
    with uow:
        version = _formula(command.code, uow).version(command.version)
        _require_free(command.new_code, uow)
        follow(command.new_code, version.recipe, recipes_of(accords_in(version.recipe)))
        branch = Formula.draft(
            command.new_code,
            name=command.name,
            recipe=version.recipe,
            by=command.by,
            at=clock(),
            branched_from=(command.code, command.version),
        )
        uow.formulas.add(branch)
        uow.commit()


def approve_formula(
    command: commands.ApproveFormula,
    uow: FormulasUnitOfWork,
    clock: Callable[[], datetime],
    safety_of: SafetyOf,
) -> None:
    """Raises OwnFormula, NotSafe, AlreadyApproved, UnknownFormula, BadInput."""
    require_dose(command.dose)
    with uow:
        formula = _formula(command.code, uow)
        formula.require_second_person(command.version, by=command.by)
        terms = (command.delivery_format, command.dose)
        verdict = safety_of(command.code, command.version, *terms)
        if not verdict.passes:
            raise NotSafe(verdict.reasons)
        formula.approve(
            command.version,
            by=command.by,
            at=clock(),
            delivery_format=command.delivery_format,
            dose=command.dose,
        )
        uow.commit()


def withdraw_approval(
    command: commands.WithdrawApproval, uow: FormulasUnitOfWork, clock: Callable[[], datetime]
) -> None:
    """Raises UnknownFormula, BadInput."""
    with uow:
        formula = _formula(command.code, uow)
        formula.withdraw_approval(command.version, by=command.by, at=clock(), reason=command.reason)
        uow.commit()


def _formula(code: str, uow: FormulasUnitOfWork) -> Formula:
    formula = uow.formulas.get(code)
    if formula is None:
        raise NoFormula(code)
    return formula


def _require_free(code: str, uow: FormulasUnitOfWork) -> None:
    require_code("code", code)
    if uow.formulas.get(code) is not None:
        raise FormulaExists(code)


def _require_known(
    code: str, recipe: Blend, materials_of: MaterialsOf, recipes_of: RecipesOf
) -> None:
    recipe = checked(recipe)
    wanted = materials_in(recipe)
    known = materials_of(wanted)
    for material in sorted(wanted):
        if material not in known:
            raise UnknownMaterial(material)
    follow(code, recipe, recipes_of(accords_in(recipe)))
