"""From a recipe to the balance."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.material import Material
from domain.scents.measured import Measured
from domain.scents.recipes.balance import Balance, apportion
from domain.scents.recipes.mixture import (
    ContainsItself,
    Library,
    MissingData,
    UnknownFormula,
    masses,
)
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Part, Use
from domain.scents.recipes.weighing import BatchTooSmall, Prepared, Sheet, work_sheet
from tests.recipes import blend

D = Decimal
FINE = Balance(D("0.01"), D(1))
LIGHT, HEAVY = (Measured(value, "g/mL", "made up") for value in (0.5, 2.0))
SHELF = {
    **{code: Material(code, code) for code in ("A", "B", "C", "DPG")},
    "LIGHT": Material("LIGHT", "Light", density=LIGHT),
    "HEAVY": Material("HEAVY", "Heavy", density=HEAVY),
}
SEA = blend(A=1, B=3)
LIBRARY = Library(SHELF, {("SEA", 1): SEA})
TENTH = Dilution(Use("A"), D("0.1"), "DPG")


def parts(*nodes: tuple[Node, object], basis: Basis = Basis.MASS) -> Blend:
    return Blend(tuple(Part(node, D(str(share))) for node, share in nodes), basis)


def sheets(recipe: Blend, batch: str = "100", **options: bool) -> tuple[Sheet, ...]:
    prepared = Prepared(**options)
    return work_sheet(recipe, LIBRARY, batch=D(batch), balance=FINE, prepared=prepared)


def targets(sheet: Sheet) -> dict[str, str]:
    return {step.name: str(step.target) for step in sheet.steps}


def test_steps_go_from_the_most_to_the_least_and_add_up():
    (sheet,) = sheets(blend(A=20, B=30, C=50))
    assert [(step.name, step.target, step.running) for step in sheet.steps] == [
        ("C", D(50), D(50)),
        ("B", D(30), D(80)),
        ("A", D(20), D(100)),
    ]
    assert (sheet.title, sheet.makes, sheet.of) == ("the batch", D(100), None)


def test_thirds_are_rounded_so_that_they_make_the_batch():
    (sheet,) = sheets(blend(A=1, B=1, C=1))
    assert targets(sheet) == {"A": "33.34", "B": "33.33", "C": "33.33"}


def test_the_display_may_stand_within_the_tolerance_and_on_a_step_of_the_balance():
    step = sheets(blend(A=1, B=2))[0].steps[1]
    assert (step.target, step.least, step.most) == (D("33.33"), D("33.00"), D("33.66"))


def test_a_weighing_below_the_minimum_weight_of_the_balance_is_warned_of():
    (sheet,) = sheets(blend(A="0.81", B="99.19"))
    assert FINE.minimum == D("0.82")
    assert [bool(step.warning) for step in sheet.steps] == [False, True]
    (sheet,) = sheets(blend(A="0.82", B="99.18"))
    assert not any(step.warning for step in sheet.steps)


def test_at_a_tenth_of_a_per_cent_the_minimum_is_820_readabilities():
    """USP General Chapters 41 and 1251: 2 x 0.41 d / 0.10 %."""
    assert Balance(D("0.0001"), D("0.1")).minimum == D("0.0820")


def test_what_comes_to_nothing_on_the_balance_is_refused_with_what_would_do():
    with pytest.raises(BatchTooSmall, match=r"A in the batch .* make 1000.00 g") as refused:
        sheets(blend(A="0.001", B="99.999"))
    assert refused.value.needed == D(1000)
    (sheet,) = sheets(blend(A="0.001", B="99.999"), "1000")
    assert targets(sheet)["A"] == "0.01"


def test_a_dilution_is_made_first_and_weighed_as_one():
    first, batch = sheets(parts((TENTH, 20), (Use("B"), 80)))
    assert (first.title, first.needed, first.makes) == ("A 10 % in DPG", D(20), D(20))
    assert targets(first) == {"DPG": "18.00", "A": "2.00"}
    assert targets(batch) == {"B": "80.00", "A 10 % in DPG": "20.00"}


def test_a_little_of_a_dilution_is_made_in_an_amount_that_can_be_weighed():
    first, _ = sheets(parts((TENTH, 1), (Use("B"), 99)))
    assert (first.needed, first.makes) == (D(1), D("8.20"))
    assert targets(first)["A"] == "0.82"
    assert not any(step.warning for step in first.steps)


def test_no_more_is_prepared_than_somebody_would_keep():
    thin = Dilution(Use("A"), D("0.002"), "DPG")
    first, _ = sheets(parts((thin, 1), (Use("B"), 99)))
    assert (first.makes, targets(first)["A"]) == (D(10), "0.02")
    assert any(step.warning for step in first.steps)
    with pytest.raises(BatchTooSmall, match=r"A in A 0\.0001 % in DPG"):
        sheets(parts((Dilution(Use("A"), D("0.000001"), "DPG"), 1), (Use("B"), 99)))


def test_an_accord_is_made_as_a_batch_of_its_own_or_drawn_from_stock():
    recipe = parts((Accord("SEA", 1), 40), (Use("C"), 60))
    first, batch = sheets(recipe)
    assert targets(first) == {"B": "30.00", "A": "10.00"}
    assert targets(batch) == {"C": "60.00", "SEA@1": "40.00"}
    assert sheets(recipe, accords=True) == (batch,)
    assert len(sheets(parts((TENTH, 1), (Use("B"), 9)), accords=True)) == 2
    assert len(sheets(parts((TENTH, 1), (Use("B"), 9)), dilutions=True)) == 1


def test_what_goes_into_several_sheets_is_made_once_before_all_of_them():
    inner = parts((TENTH, 50), (Use("C"), 50))
    library = Library(SHELF, {("SHORE", 1): inner})
    recipe = parts((Accord("SHORE", 1), 40), (TENTH, 60))
    made = work_sheet(recipe, library, batch=D(100), balance=FINE)
    assert [(sheet.title, sheet.needed) for sheet in made] == [
        ("A 10 % in DPG", D(80)),
        ("SHORE@1", D(40)),
        ("the batch", D(100)),
    ]


def test_blends_are_weighed_into_the_same_vessel_and_the_same_material_once():
    (sheet,) = sheets(parts((blend(A=1, B=1), 50), (Use("A"), 50)))
    assert targets(sheet) == {"A": "75.00", "B": "25.00"}


def test_volumes_are_weighed_by_density():
    recipe = parts((Use("LIGHT"), 1), (Use("HEAVY"), 1), basis=Basis.VOLUME)
    assert targets(sheets(recipe)[0]) == {"HEAVY": "80.00", "LIGHT": "20.00"}
    with pytest.raises(MissingData):
        sheets(parts((Use("LIGHT"), 1), (Use("A"), 1), basis=Basis.VOLUME))


@pytest.mark.parametrize("batch", ["0", "-1", "NaN", "sNaN", "Infinity", "1000001", "0.015"])
def test_a_batch_that_no_balance_could_weigh_is_refused(batch: str):
    with pytest.raises(BadInput, match="batch"):
        sheets(blend(A=1), batch)


@pytest.mark.parametrize(
    ("readability", "tolerance"),
    [
        *(("0", "1"), ("NaN", "1"), ("-0.1", "1"), ("0.03", "1"), ("0.0000001", "1")),
        *(("0.01", "0"), ("0.01", "NaN"), ("0.01", "51"), ("0.01", "Infinity"), ("5000", "1")),
    ],
)
def test_a_balance_is_one_that_there_is(readability: str, tolerance: str):
    with pytest.raises(BadInput):
        Balance(D(readability), D(tolerance))


def test_what_the_library_does_not_have_is_refused():
    with pytest.raises(UnknownFormula):
        sheets(parts((Accord("SEA", 2), 1)))
    looped = Library(SHELF, {("X", 1): parts((Accord("X", 1), 1))})
    with pytest.raises(ContainsItself):
        work_sheet(parts((Accord("X", 1), 1)), looped, batch=D(10), balance=FINE)


leaves = st.sampled_from([Use("A"), Use("B"), Use("C"), Accord("SEA", 1), TENTH])
shares = st.integers(1, 1_000)
kinds = st.builds(
    lambda rows: parts(*rows), st.lists(st.tuples(leaves, shares), min_size=1, max_size=5)
)
recipes = st.builds(
    lambda rows: parts(*rows), st.lists(st.tuples(leaves | kinds, shares), min_size=1, max_size=5)
)
batches = st.integers(1, 10**7).map(lambda units: units * D("0.01"))


@given(recipes, batches)
def test_every_sheet_adds_up_to_what_it_makes(recipe: Blend, batch: Decimal):
    try:
        made = work_sheet(recipe, LIBRARY, batch=batch, balance=FINE)
    except BatchTooSmall:
        assume(False)
    for sheet in made:
        assert sum(step.target for step in sheet.steps) == sheet.makes == sheet.steps[-1].running
        assert sheet.needed <= sheet.makes <= max(sheet.needed * 10, D(10))
        for step in sheet.steps:
            assert 0 < step.least <= step.target <= step.most
            assert step.target % FINE.readability == 0
    assert made[-1].makes == batch


@given(recipes)
def test_what_is_weighed_is_the_recipe(recipe: Blend):
    (*_, sheet) = work_sheet(recipe, LIBRARY, batch=D(100_000), balance=FINE)
    weighed = parts(*((step.item, step.target) for step in sheet.steps))
    expected = masses(recipe, LIBRARY)
    for code, fraction in masses(weighed, LIBRARY).items():
        assert fraction == pytest.approx(expected[code], abs=1e-6)


@given(recipes, st.sampled_from([D("0.001"), D(3), D("12.5"), D(1000)]), batches)
def test_the_same_shares_on_another_scale_are_weighed_the_same(
    recipe: Blend, scale: Decimal, batch: Decimal
):
    scaled = Blend(tuple(Part(part.node, part.share * scale) for part in recipe.parts))
    try:
        made = work_sheet(recipe, LIBRARY, batch=batch, balance=FINE)
    except BatchTooSmall:
        with pytest.raises(BatchTooSmall):
            work_sheet(scaled, LIBRARY, batch=batch, balance=FINE)
    else:
        assert work_sheet(scaled, LIBRARY, batch=batch, balance=FINE) == made


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20), st.integers(1, 10**6))
def test_each_share_is_within_one_step_of_what_it_should_be(counts: list[int], units: int):
    whole = sum(counts)
    shares = {n: Fraction(count, whole) for n, count in enumerate(counts)}
    step = D("0.002")
    found = apportion(shares, units * step, step)
    assert sum(found.values()) == units * step
    for n, share in shares.items():
        assert abs(Fraction(found[n]) - share * Fraction(units * step)) < Fraction(step)
