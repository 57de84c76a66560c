"""The life of a formula."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

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
from domain.scents.recipes.mixture import (
    UnknownFormula,
    UnknownMaterial,
)
from domain.scents.recipes.recipe import Blend, Dilution, Part, Use
from domain.scents.recipes.text import read_recipe
from domain.scents.recipes.uses import RetiredMaterial
from tests.formula_desk import (
    NOW,
    FakeVerdict,
    Laboratory,
    approve,
    draft,
    revise,
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
