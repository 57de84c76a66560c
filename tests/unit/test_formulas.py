"""The life of a formula."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.commands import BranchFormula, DraftFormula, WithdrawApproval
from domain.scents.events import (
    ApprovalWithdrawn,
    FormulaApproved,
    FormulaDrafted,
    FormulaRevised,
)
from domain.scents.formula import (
    AlreadyApproved,
    Approval,
    Formula,
    FormulaExists,
    NoFormula,
    NotSafe,
    OwnFormula,
    SomebodyWasFaster,
)
from domain.scents.mixture import (
    DEEPEST,
    ContainsItself,
    TooDeep,
    UnknownFormula,
    UnknownMaterial,
)
from domain.scents.recipe import Accord, Blend, Dilution, Node, Part, Use
from domain.scents.recipe_text import MOST_PARTS, read_recipe
from domain.scents.recipe_uses import RetiredMaterial, uses
from tests.formula_desk import (
    NOW,
    FakeVerdict,
    Laboratory,
    approve,
    draft,
    revise,
    with_accord,
)
from tests.recipes import blend

LEMON, VANILLA = blend(LIMONENE=1), blend(VANILLIN=1, DPG=3)


@pytest.fixture
def laboratory() -> Laboratory:
    return Laboratory()


@pytest.fixture
def sea(laboratory: Laboratory) -> Formula:
    assert laboratory.handle(draft("SEA")) == 1
    return laboratory.formula("SEA")


def test_a_draft_is_version_1(laboratory: Laboratory, sea: Formula):
    assert (sea.code, sea.name, sea.latest.number) == ("SEA", "Sea", 1)
    assert (sea.latest.recipe, sea.latest.author, sea.latest.at) == (LEMON, "ann", NOW)
    (told,) = laboratory.uow.told
    assert isinstance(told, FormulaDrafted)
    assert read_recipe(told.recipe) == LEMON


def test_a_code_is_given_once(laboratory: Laboratory, sea: Formula):
    with pytest.raises(FormulaExists):
        laboratory.handle(draft("SEA", by="ben"))


def test_a_revision_is_a_new_version_and_the_old_one_stays(laboratory: Laboratory, sea: Formula):
    assert laboratory.handle(revise("SEA", VANILLA, based_on=1, by="ben")) == 2
    assert [version.recipe for version in sea.versions] == [LEMON, VANILLA]
    assert sea.version(2).author == "ben"
    assert isinstance(laboratory.uow.told[-1], FormulaRevised)


def test_the_same_recipe_again_is_no_new_version(laboratory: Laboratory, sea: Formula):
    laboratory.handle(revise("SEA", VANILLA, based_on=1))
    assert laboratory.handle(revise("SEA", blend(VANILLIN="1.0", DPG="3.00"), based_on=1)) == 2
    assert len(sea.versions) == 2
    assert len(laboratory.uow.told) == 2


def test_whoever_revises_what_is_not_the_latest_is_told_who_was_faster(
    laboratory: Laboratory, sea: Formula
):
    laboratory.handle(revise("SEA", VANILLA, based_on=1, by="ben"))
    with pytest.raises(SomebodyWasFaster, match="ben was faster: SEA has a version 2"):
        laboratory.handle(revise("SEA", blend(DPG=1), based_on=1))
    with pytest.raises(UnknownFormula):
        laboratory.handle(revise("SEA", blend(DPG=1), based_on=3))
    assert len(laboratory.formula("SEA").versions) == 2


def test_an_earlier_recipe_may_come_back(laboratory: Laboratory, sea: Formula):
    laboratory.handle(revise("SEA", VANILLA, based_on=1))
    assert laboratory.handle(revise("SEA", LEMON, based_on=2)) == 3


def test_a_formula_must_be_there_to_be_worked_on(laboratory: Laboratory):
    for command in (
        revise("NONE", LEMON, based_on=1),
        approve("NONE"),
        BranchFormula("NONE", 1, "NEW", "New", "ann"),
        WithdrawApproval("NONE", 1, "no", "ann"),
    ):
        with pytest.raises(NoFormula):
            laboratory.handle(command)


def test_a_material_that_the_library_does_not_know_is_refused(laboratory: Laboratory):
    with pytest.raises(UnknownMaterial, match="MOONSHINE"):
        laboratory.handle(draft("SEA", LIMONENE=1, MOONSHINE=1))
    diluted = Blend((Part(Dilution(Use("CALONE"), Decimal("0.1"), "GIN"), Decimal(1)),))
    with pytest.raises(UnknownMaterial, match="GIN"):
        laboratory.handle(DraftFormula("SEA", "Sea", diluted, "", "ann"))


def test_a_retired_material_stays_where_it_is_and_comes_into_nothing_new(
    laboratory: Laboratory, sea: Formula
):
    laboratory.retired = {"LIMONENE"}
    with pytest.raises(RetiredMaterial, match="LIMONENE is retired"):
        laboratory.handle(draft("SHORE"))
    assert laboratory.handle(revise("SEA", blend(LIMONENE=1, DPG=1), based_on=1)) == 2
    assert laboratory.handle(revise("SEA", VANILLA, based_on=2)) == 3
    with pytest.raises(RetiredMaterial):
        laboratory.handle(revise("SEA", LEMON, based_on=3))


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


@pytest.mark.parametrize("share", ["0", "-1", "NaN", "sNaN", "Infinity", "1e99", "1e-99", "1e9999"])
def test_a_share_that_no_balance_could_weigh_is_refused(laboratory: Laboratory, share: str):
    recipe = Blend((Part(Use("LIMONENE"), Decimal(share)),))
    with pytest.raises(BadInput, match="share"):
        laboratory.handle(DraftFormula("SEA", "Sea", recipe, "", "ann"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("code", ""), ("code", "A@1"), ("code", " A"), ("code", "A\0"), ("code", "A" * 256)),
        *(("name", " "), ("name", "A" * 256), ("name", "\0"), ("note", "A" * 2001)),
        *(("note", "\ud800"), ("by", ""), ("recipe", Blend(()))),
    ],
)
def test_a_draft_is_held_to_its_rules(laboratory: Laboratory, field: str, value: Any):
    with pytest.raises(BadInput):
        laboratory.handle(DraftFormula(**{**vars(draft("SEA")), field: value}))
    assert laboratory.uow.formulas.get("SEA") is None


def test_a_branch_begins_where_it_was_cut(laboratory: Laboratory, sea: Formula):
    laboratory.handle(revise("SEA", VANILLA, based_on=1))
    laboratory.handle(BranchFormula("SEA", 1, "SEA-DARK", "Dark sea", "ben"))
    branch = laboratory.formula("SEA-DARK")
    assert (branch.branched_from, branch.latest.recipe) == (("SEA", 1), LEMON)
    assert branch.latest.author == "ben"


def test_a_branch_needs_a_code_of_its_own_and_a_version_to_begin_with(
    laboratory: Laboratory, sea: Formula
):
    with pytest.raises(FormulaExists):
        laboratory.handle(BranchFormula("SEA", 1, "SEA", "Sea", "ann"))
    with pytest.raises(UnknownFormula):
        laboratory.handle(BranchFormula("SEA", 2, "NEW", "New", "ann"))


def test_a_second_person_approves(laboratory: Laboratory, sea: Formula):
    with pytest.raises(OwnFormula):
        laboratory.handle(approve(by="ann"))
    assert laboratory.asked == []

    laboratory.handle(approve(by="ben"))
    sea = laboratory.formula("SEA")
    assert sea.latest.approval == Approval("ben", NOW, "cartridge", Decimal("0.1"))
    assert laboratory.asked == [("SEA", 1, "cartridge", Decimal("0.1"))]
    assert isinstance(laboratory.uow.told[-1], FormulaApproved)


def test_what_is_not_found_safe_is_not_approved(sea: Formula, laboratory: Laboratory):
    laboratory.verdict = FakeVerdict(False, ("unknown limit of LIMONENE blocks", "too much"))
    with pytest.raises(NotSafe, match="unknown limit of LIMONENE blocks; too much") as refused:
        laboratory.handle(approve())
    assert refused.value.code == "not-safe"
    assert laboratory.formula("SEA").latest.approval is None


def test_a_version_is_approved_once(laboratory: Laboratory, sea: Formula):
    laboratory.handle(approve())
    laboratory.handle(approve(by="cy"))
    assert len(laboratory.uow.told) == 2
    with pytest.raises(AlreadyApproved):
        laboratory.handle(approve(dose="0.2"))


def test_an_approval_is_for_one_version_only(laboratory: Laboratory, sea: Formula):
    laboratory.handle(approve())
    laboratory.handle(revise("SEA", VANILLA, based_on=1, by="ben"))
    sea = laboratory.formula("SEA")
    assert [bool(version.approval) for version in sea.versions] == [True, False]


def test_an_approval_is_withdrawn_with_a_reason(laboratory: Laboratory, sea: Formula):
    laboratory.handle(approve())
    with pytest.raises(BadInput):
        laboratory.handle(WithdrawApproval("SEA", 1, " ", "cy"))
    laboratory.handle(WithdrawApproval("SEA", 1, "new amendment", "cy"))
    laboratory.handle(WithdrawApproval("SEA", 1, "again", "cy"))
    sea = laboratory.formula("SEA")
    assert sea.latest.approval is None
    assert [type(event) for event in laboratory.uow.told[2:]] == [ApprovalWithdrawn]


@pytest.mark.parametrize("dose", ["0", "-0.1", "1.1", "NaN", "Infinity", "sNaN", "1e-13"])
def test_a_dose_is_a_fraction(laboratory: Laboratory, sea: Formula, dose: str):
    with pytest.raises(BadInput, match="dose"):
        laboratory.handle(approve(dose=dose))


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
