"""Formulas within formulas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.commands import DraftFormula
from domain.scents.formula import Formula
from domain.scents.recipes.mixture import DEEPEST, ContainsItself, TooDeep, UnknownFormula
from domain.scents.recipes.recipe import Accord, Blend, Dilution, Node, Part, Use
from domain.scents.recipes.text import MOST_PARTS
from domain.scents.recipes.uses import uses
from tests.formula_desk import Laboratory, draft, revise, with_accord
from tests.recipes import blend


@pytest.fixture
def laboratory() -> Laboratory:
    return Laboratory()


@pytest.fixture
def sea(laboratory: Laboratory) -> Formula:
    laboratory.handle(draft("SEA"))
    return laboratory.formula("SEA")


def test_an_accord_must_be_a_version_that_there_is(laboratory: Laboratory, sea: Formula):
    with pytest.raises(UnknownFormula):
        laboratory.handle(DraftFormula("SHORE", "Shore", with_accord("SEA", 2), "", "ann"))


def test_a_formula_never_contains_itself_in_whatever_version(laboratory: Laboratory, sea: Formula):
    with pytest.raises(ContainsItself):
        laboratory.handle(revise("SEA", with_accord("SEA"), based_on=1))
    laboratory.handle(DraftFormula("SHORE", "Shore", with_accord("SEA"), "", "ann"))
    laboratory.handle(DraftFormula("COAST", "Coast", with_accord("SHORE"), "", "ann"))
    with pytest.raises(ContainsItself, match="SEA > COAST > SHORE > SEA"):
        laboratory.handle(revise("SEA", with_accord("COAST"), based_on=1))


def test_accords_within_each_other_are_only_so_deep(laboratory: Laboratory):
    laboratory.handle(draft("F0"))
    for n in range(1, DEEPEST + 1):
        recipe = with_accord(f"F{n - 1}")
        laboratory.handle(DraftFormula(f"F{n}", "Level", recipe, "", "ann"))
    with pytest.raises(TooDeep):
        recipe = with_accord(f"F{DEEPEST}")
        laboratory.handle(DraftFormula("TOP", "Top", recipe, "", "ann"))


def nested(levels: int) -> Blend:
    node: Node = Use("LIMONENE")
    for _ in range(levels):
        node = Blend((Part(node, Decimal(1)),))
    return Blend((Part(node, Decimal(1)),))


def test_blends_and_accords_count_together(laboratory: Laboratory):
    laboratory.handle(DraftFormula("DEEP", "Deep", nested(DEEPEST - 1), "", "ann"))
    laboratory.handle(DraftFormula("DEEPEST", "Deepest", with_accord("DEEP"), "", "ann"))
    with pytest.raises(TooDeep):
        laboratory.handle(DraftFormula("TOP", "Top", with_accord("DEEPEST"), "", "ann"))


@pytest.mark.parametrize("levels", [DEEPEST + 1, 5_000])
def test_a_tree_too_deep_is_refused(laboratory: Laboratory, levels: int):
    with pytest.raises(TooDeep):
        laboratory.handle(DraftFormula("DEEP", "Deep", nested(levels), "", "ann"))


def test_a_tree_too_wide_is_refused(laboratory: Laboratory):
    node = blend(LIMONENE=1)
    for _ in range(20):
        node = Blend((Part(node, Decimal(1)), Part(node, Decimal(1))))
    with pytest.raises(BadInput, match=str(MOST_PARTS)):
        laboratory.handle(DraftFormula("WIDE", "Wide", node, "", "ann"))


def test_a_recipe_is_found_by_its_materials_solvents_and_accords():
    calone = Dilution(Blend((Part(Use("CALONE"), Decimal(1)),)), Decimal("0.1"), "DPG")
    recipe = Blend((Part(calone, Decimal(1)), *with_accord("SEA", 3).parts))
    assert uses(recipe) == ("CALONE", "DPG", "SEA@3")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 3)), max_size=12))
def test_whatever_people_do_no_formula_comes_to_contain_itself(
    steps: list[tuple[int, int, int]],
):
    laboratory = Laboratory()
    for n in range(4):
        laboratory.handle(draft(f"F{n}"))
    for of, used, version in steps:
        latest = laboratory.formula(f"F{of}").latest.number
        try:
            recipe = with_accord(f"F{used}", version)
            laboratory.handle(revise(f"F{of}", recipe, based_on=latest))
        except (ContainsItself, UnknownFormula):
            continue
    recipes = laboratory.uow.formulas.recipes_of([])
    for code, number in recipes:
        assert code not in reached(recipes, code, number)


def reached(recipes: Any, code: str, number: int) -> set[str]:
    accords = [part.node for part in recipes[code, number].parts if isinstance(part.node, Accord)]
    deeper = [reached(recipes, one.formula, one.version) for one in accords]
    return {one.formula for one in accords}.union(*deeper)
