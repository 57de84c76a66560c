"""What a recipe comes to."""

from __future__ import annotations

import math
from contextlib import suppress
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.measured import Measured
from domain.scents.recipes.composition import compose
from domain.scents.recipes.mixture import (
    DEEPEST,
    ContainsItself,
    MissingData,
    TooDeep,
    UnknownFormula,
    UnknownMaterial,
    masses,
)
from domain.scents.recipes.recipe import Basis, Blend, Part, Use
from tests.shelf import A_PAPER, accord, blend, chemical, diluted, library, natural, use

LEMON = chemical("LEMON", 136.0, density=Measured(0.84, "g/mL", A_PAPER))
DPG = chemical("DPG", 134.0, density=Measured(1.02, "g/mL", A_PAPER))
TAR = chemical("TAR", None)
STOCK = library(LEMON, DPG, TAR)


def test_shares_by_mass_count_relative_to_each_other() -> None:
    assert masses(blend(use("LEMON", 3), use("DPG", 1)), STOCK) == {"LEMON": 0.75, "DPG": 0.25}


def test_shares_by_mole_are_weighted_with_molar_masses() -> None:
    found = masses(blend(use("LEMON"), use("DPG"), basis=Basis.MOLE), STOCK)
    assert found["LEMON"] == pytest.approx(136 / 270)


def test_shares_by_volume_are_weighted_with_densities() -> None:
    found = masses(blend(use("LEMON"), use("DPG"), basis=Basis.VOLUME), STOCK)
    assert found["LEMON"] == pytest.approx(0.84 / 1.86)


def test_a_share_by_mole_of_an_accord_counts_its_mean_molar_mass() -> None:
    half = library(LEMON, DPG, HALF=blend(use("LEMON"), use("DPG")))
    found = masses(blend(accord("HALF"), use("DPG"), basis=Basis.MOLE), half)
    mean = 1 / (0.5 / 136 + 0.5 / 134)
    assert found["LEMON"] == pytest.approx(0.5 * mean / (mean + 134))


def test_what_has_no_molar_mass_has_no_share_by_mole() -> None:
    with pytest.raises(MissingData, match="the molar mass of TAR is not known"):
        masses(blend(use("TAR"), basis=Basis.MOLE), STOCK)


def test_a_dilution_holds_its_strength_of_the_material() -> None:
    found = masses(blend(diluted(Use("LEMON"), "0.1", "DPG", 3), use("DPG", 7)), STOCK)
    assert found["LEMON"] == pytest.approx(0.03)
    assert found["DPG"] == pytest.approx(0.97)


def test_accords_are_followed_to_any_depth() -> None:
    names = [f"F{n}" for n in range(DEEPEST)]
    chain = {one: blend(accord(below)) for below, one in pairwise(names)}
    stock = library(LEMON, F0=blend(use("LEMON")), **chain)
    assert masses(blend(accord(names[-1])), stock) == {"LEMON": 1.0}


def test_an_accord_that_is_used_a_thousand_million_times_is_worked_out_once() -> None:
    doubled = {f"F{n}": blend(accord(f"F{n - 1}"), accord(f"F{n - 1}", 2)) for n in range(1, 30)}
    stock = library(LEMON, DPG, F0=blend(use("LEMON"), use("DPG")), **doubled)
    assert masses(blend(accord("F29")), stock)["LEMON"] == pytest.approx(0.5)


@pytest.mark.parametrize("ring", [["A"], ["A", "B"], ["A", "B", "C"]])
def test_a_formula_that_leads_back_to_itself_is_refused(ring: list[str]) -> None:
    formulas = {
        one: blend(accord(next_)) for one, next_ in zip(ring, ring[1:] + ring[:1], strict=True)
    }
    with pytest.raises(ContainsItself):
        masses(blend(accord("A")), library(LEMON, **formulas))


def test_a_tree_without_end_is_refused() -> None:
    tree = blend(use("LEMON"))
    for _ in range(DEEPEST + 1):
        tree = blend(Part(tree, Decimal(1)))
    with pytest.raises(TooDeep):
        masses(tree, STOCK)


@pytest.mark.parametrize(
    ("recipe", "refusal"),
    [
        (blend(), BadInput),
        (blend(use("NOBODY")), UnknownMaterial),
        (blend(accord("NOBODY")), UnknownFormula),
        (blend(diluted(Use("LEMON"), "1", "DPG")), BadInput),
        (blend(diluted(Use("LEMON"), "0", "DPG")), BadInput),
        (blend(diluted(Use("LEMON"), "NaN", "DPG")), BadInput),
        *[(blend(use("LEMON", share)), BadInput) for share in ("0", "-1", "1e-10", "1e10")],
        *[(blend(use("LEMON", share)), BadInput) for share in ("NaN", "sNaN", "Infinity")],
    ],
)
def test_what_cannot_be_weighed_is_refused(recipe: Blend, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        masses(recipe, STOCK)


shares = st.decimals("1e-9", "1e9", allow_nan=False, allow_infinity=False)
nodes: Any = st.recursive(
    st.sampled_from(["LEMON", "DPG", "TAR"]).map(Use),
    lambda inner: st.lists(st.tuples(inner, shares), min_size=1, max_size=4).map(
        lambda parts: Blend(tuple(Part(*one) for one in parts))
    ),
    max_leaves=20,
)


@given(node=nodes)
def test_the_fractions_of_any_tree_add_up_to_one(node: Any) -> None:
    found = masses(blend(Part(node, Decimal(1))), STOCK)
    assert math.fsum(found.values()) == pytest.approx(1, rel=1e-12)
    assert all(0 < fraction <= 1 + 1e-12 for fraction in found.values())


@given(node=nodes, basis=st.sampled_from(Basis))
def test_any_tree_is_worked_out_or_data_are_missing(node: Any, basis: Basis) -> None:
    found = {}
    with suppress(MissingData):
        found = masses(blend(Part(node, Decimal(1)), use("DPG"), basis=basis), STOCK)
    assert all(math.isfinite(fraction) for fraction in found.values())
    assert found or basis is not Basis.MASS


@given(
    one=st.integers(1, 10**6),
    other=st.integers(1, 10**6),
    factor=st.decimals("0.001", "1000", places=3),
)
def test_scaling_all_shares_changes_nothing(one: int, other: int, factor: Decimal) -> None:
    plain = masses(blend(use("LEMON", one), use("DPG", other)), STOCK)
    scaled = blend(
        Part(Use("LEMON"), one * factor), Part(Use("DPG"), other * factor), basis=Basis.MASS
    )
    assert masses(scaled, STOCK) == pytest.approx(plain, rel=1e-12)


OIL = natural("OIL", LEMON=0.6, TAR=0.1)


def test_naturals_are_taken_apart_at_their_typical_shares() -> None:
    found = compose({"OIL": 0.5, "LEMON": 0.5}, library(LEMON, TAR, OIL))
    by_code = {one.code: mass for one, mass in found.substances.items()}
    assert by_code == {"LEMON": pytest.approx(0.8)}


def test_what_nobody_has_identified_is_told() -> None:
    found = compose({"OIL": 0.5, "LEMON": 0.5}, library(LEMON, TAR, OIL))
    assert found.unidentified == pytest.approx(0.2)  # tar has no molar mass, and 30 % no name


def test_for_safety_a_constituent_counts_with_the_most_there_may_be() -> None:
    found = compose({"OIL": 0.5, "LEMON": 0.5}, library(LEMON, TAR, OIL)).contents
    assert found["LEMON"] == pytest.approx(0.5 + 0.5 * 0.66)
    assert found["TAR"] == pytest.approx(0.5 * 0.11)
    assert found["OIL"] == 0.5


def test_mole_fractions_add_up_to_one() -> None:
    found = compose({"DPG": 0.5, "LEMON": 0.5}, STOCK).moles()
    by_code = {one.code: fraction for one, fraction in found.items()}
    assert by_code["LEMON"] == pytest.approx((1 / 136) / (1 / 136 + 1 / 134))
    assert math.fsum(by_code.values()) == pytest.approx(1)


def test_a_mixture_of_which_nothing_is_known_has_no_moles() -> None:
    assert compose({"TAR": 1.0}, STOCK).moles() == {}


def test_two_grades_of_one_chemical_are_one_chemical() -> None:
    fine = chemical("FINE", 46.0, cas="64-17-5")
    plain = chemical("PLAIN", 46.0, cas="64-17-5", density=Measured(0.79, "g/mL", A_PAPER))
    found = compose({"FINE": 0.25, "PLAIN": 0.5, "DPG": 0.25}, library(fine, plain, DPG))
    by_code = {one.code: mass for one, mass in found.substances.items()}
    assert by_code == {"PLAIN": 0.75, "DPG": 0.25}
    assert found.materials == {"FINE": 0.25, "PLAIN": 0.5, "DPG": 0.25}
