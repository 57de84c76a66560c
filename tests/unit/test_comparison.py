"""Two recipes side by side."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scents.material import Material
from domain.scents.measured import Measured
from domain.scents.recipes.comparison import Change, Comparison, Line, compare
from domain.scents.recipes.mixture import Library, UnknownFormula
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Part, Use
from tests.recipes import blend

D = Decimal
DENSITY = Measured(0.9, "g/mL", "made up")
SHELF = {code: Material(code, code, density=DENSITY) for code in ("A", "B", "C", "D", "DPG")}
LIBRARY = Library(SHELF, {("SEA", 1): blend(A=1), ("SEA", 2): blend(A=1, B=1)})


def compared(before: Blend, after: Blend) -> Comparison:
    return compare(before, after, LIBRARY)


def changes(found: Comparison) -> dict[str, Change]:
    return {pair.key: pair.change for pair in found.materials}


def parts(*nodes: tuple[Node, object], basis: Basis = Basis.MASS) -> Blend:
    return Blend(tuple(Part(node, D(str(share))) for node, share in nodes), basis)


def test_materials_are_added_removed_and_changed():
    found = compared(blend(A=50, B=30, C=20), blend(A=50, B=40, D=10))
    assert changes(found) == {
        "A": Change.SAME,
        "B": Change.CHANGED,
        "C": Change.REMOVED,
        "D": Change.ADDED,
    }
    (b,) = [pair for pair in found.materials if pair.key == "B"]
    assert (b.before, b.after) == (pytest.approx(0.3), pytest.approx(0.4))
    assert found.moved == pytest.approx(0.2)
    assert found.totals == (D(100), D(100))


def test_shares_on_another_scale_are_the_same_mixture():
    found = compared(blend(A=1, B=3), blend(A=25, B=75))
    assert found.is_same
    assert {pair.change for pair in found.tree} == {Change.SAME}
    assert found.totals == (D(4), D(100))


def test_an_accord_in_another_version_is_a_change_in_the_tree_and_in_the_materials():
    found = compared(parts((Accord("SEA", 1), 1)), parts((Accord("SEA", 2), 1)))
    (pair,) = found.tree
    assert pair.change is Change.CHANGED
    assert (pair.before, pair.after) == (Line("SEA@1", Fraction(1)), Line("SEA@2", Fraction(1)))
    assert changes(found) == {"A": Change.CHANGED, "B": Change.ADDED}


def test_a_recipe_written_in_another_way_is_the_same_mixture():
    found = compared(blend(A=1, B=1), parts((Accord("SEA", 2), 1)))
    assert found.is_same
    assert [pair.change for pair in found.tree] == [Change.ADDED, Change.REMOVED, Change.REMOVED]


def test_a_dilution_of_another_strength_is_a_change():
    weak, strong = (Dilution(Use("A"), D(strength), "DPG") for strength in ("0.01", "0.1"))
    (pair,) = compared(parts((weak, 1)), parts((strong, 1))).tree
    assert pair.change is Change.CHANGED
    assert pair.before is not None
    assert pair.before.name == "A 1 % in DPG"


def test_inner_parts_stand_below_their_blend_and_what_is_gone_after_its_sisters():
    before = parts((blend(A=1, B=1), 1), (Use("C"), 1))
    after = parts((blend(A=1, D=1), 1), (Use("DPG"), 1))
    rows = [(pair.key, pair.level, pair.change) for pair in compared(before, after).tree]
    assert rows == [
        ("blend", 0, Change.SAME),
        ("A", 1, Change.SAME),
        ("D", 1, Change.ADDED),
        ("B", 1, Change.REMOVED),
        ("DPG", 0, Change.ADDED),
        ("C", 0, Change.REMOVED),
    ]


def test_a_part_that_stands_twice_is_told_from_its_twin():
    found = compared(parts((Use("A"), 1), (Use("A"), 2)), parts((Use("A"), 1), (Use("A"), 1)))
    assert [pair.key for pair in found.tree] == ["A", "A (2)"]


def test_another_basis_is_a_change():
    by_volume = Blend(blend(A=1).parts, Basis.VOLUME)
    found = compared(parts((blend(A=1), 1)), parts((by_volume, 1)))
    assert [pair.change for pair in found.tree] == [Change.CHANGED, Change.SAME]
    assert found.is_same
    assert found.bases == (Basis.MASS, Basis.MASS)
    assert compared(by_volume, by_volume).bases == (Basis.VOLUME, Basis.VOLUME)


def test_what_is_not_there_cannot_be_compared():
    with pytest.raises(UnknownFormula):
        compared(blend(A=1), parts((Accord("SEA", 9), 1)))


leaves = st.sampled_from([Use("A"), Use("B"), Accord("SEA", 1), Accord("SEA", 2), blend(C=1, D=2)])
recipes = st.lists(st.tuples(leaves, st.integers(1, 99)), min_size=1, max_size=6).map(
    lambda rows: parts(*rows)
)


@given(recipes)
def test_a_recipe_is_the_same_as_itself(recipe: Blend):
    found = compared(recipe, recipe)
    assert found.is_same
    assert found.moved == 0
    assert {pair.change for pair in found.tree} == {Change.SAME}


@given(recipes, recipes)
def test_seen_from_the_other_side_what_was_added_is_removed(one: Blend, other: Blend):
    there, back = compared(one, other), compared(other, one)
    turned = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
    assert changes(back) == {
        code: turned.get(change, change) for code, change in changes(there).items()
    }
    assert back.moved == there.moved
    assert 0 <= there.moved <= 1 + 1e-12
    assert len(back.tree) == len(there.tree)
