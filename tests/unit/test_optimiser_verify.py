"""What `verify` lets through is what the brief says, and nothing else."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.kernel import BadInput
from domain.scents.optimiser import Brief, Limit, Smells, verify
from tests.optimiser_briefs import IDEAL, offer, rose_and_lemon

REFERENCE = {"rose": 0.2, "lemon": 0.1, "solvent": 0.7}


def misses(shares, **more):
    return verify(rose_and_lemon(**more), shares, smells=IDEAL)


def test_the_reference_misses_nothing():
    assert misses(REFERENCE) == ()
    assert misses(REFERENCE, band=0.0, least_dose=0.1, most_materials=3) == ()


def test_shares_add_up_to_one():
    assert "The shares do not add up to one" in misses({**REFERENCE, "solvent": 0.699})
    assert "The shares do not add up to one" in misses(
        {name: 2 * s for name, s in REFERENCE.items()}
    )


def test_shares_are_fractions_of_what_the_brief_offers():
    told = "The shares are not fractions of ingredients of the brief"
    assert told in misses({**REFERENCE, "civet": 0.0})
    assert told in misses({"rose": 1.2, "lemon": 0.1, "solvent": -0.3})
    assert told in misses({**REFERENCE, "rose": math.nan})


@pytest.mark.parametrize(
    ("rose", "missed"), [(0.155, "at least"), (0.17, None), (0.23, None), (0.25, "at most")]
)
def test_odour_values_stay_within_their_band(rose, missed):
    told = misses({"rose": rose, "lemon": 0.1, "solvent": 0.9 - rose})
    said = [sentence for sentence in told if "odour value of rose" in sentence]
    assert [missed in sentence for sentence in said] == ([True] if missed else [])


def test_odour_values_are_those_of_the_formulas_own_coefficients():
    def steep(fractions):
        return [1.0 + 10 * fractions[0], 1.0, 1.0]

    shares = {"rose": 0.17, "lemon": 0.1, "solvent": 0.73}
    assert misses(shares) == ()
    assert verify(rose_and_lemon(), shares, smells=Smells(IDEAL.pure, steep)) != ()


def test_limits_count_the_worst_case():
    brief = rose_and_lemon(limits=(Limit("Rose", {"rose": 2.0}, 0.4),))
    assert verify(brief, REFERENCE, smells=IDEAL) == ()
    worse = replace(brief.ingredients[1], worst={"rose": 0.01})
    brief = replace(brief, ingredients=(brief.ingredients[0], worse, *brief.ingredients[2:]))
    assert verify(brief, REFERENCE, smells=IDEAL) == ("Rose is 0.402, more than 0.4",)


def test_fixed_shares_stock_and_least_doses():
    assert misses(REFERENCE, fixed={"rose": 0.2}) == ()
    assert misses(REFERENCE, fixed={"rose": 0.19}) == ("rose is 0.2 of the formula, not 0.19",)
    assert misses(REFERENCE, least_dose=0.11) == ("Less of lemon is used than the least",)
    scarce = tuple(replace(i, most=0.5) for i in rose_and_lemon().ingredients)
    told = misses(REFERENCE, ingredients=scarce, batch=1.0)
    assert told == ("More of solvent is used than there is",)
    ordered = tuple(replace(i, least=0.15) for i in rose_and_lemon().ingredients)
    told = misses(REFERENCE, ingredients=ordered, batch=1.0)
    assert told == ("Less of lemon is used than the least",)


def test_materials_and_suppliers_are_counted():
    b = offer("rose of B", "4", {"rose": 1.0}, material="rose", supplier="B")
    ingredients = (*rose_and_lemon().ingredients, b)
    shares = {"rose": 0.1, "rose of B": 0.1, "lemon": 0.1, "solvent": 0.7}
    assert misses(shares, ingredients=ingredients) == ()
    assert misses(shares, ingredients=ingredients, most_materials=2) == (
        "3 materials are used, more than 2",
    )
    assert misses(shares, ingredients=ingredients, most_suppliers=1) == (
        "2 suppliers are used, more than 1",
    )
    assert misses(shares, ingredients=ingredients, one_supplier_each=True) == (
        "A material comes from more than one supplier",
    )


def test_unidentified_constituents_are_counted():
    crude = offer("crude rose", "4", {"rose": 0.8})
    ingredients = (*rose_and_lemon().ingredients, crude)
    shares = {"crude rose": 0.25, "lemon": 0.1, "solvent": 0.65}
    told = misses(shares, ingredients=ingredients)
    assert told == ("Unidentified constituents are 0.05 of the formula",)
    assert misses(shares, ingredients=ingredients, unidentified=0.05) == ()


def test_a_formula_of_nothing_is_no_formula():
    assert "The formula is made of nothing that is known" in misses({})


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, -0.1, 1.1])
@pytest.mark.parametrize("name", ["least_dose", "unidentified"])
def test_shares_of_a_brief_are_fractions(name, wrong):
    with pytest.raises(BadInput):
        rose_and_lemon(**{name: wrong})


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -0.1])
def test_numbers_of_a_brief_are_sane(wrong):
    offers = rose_and_lemon().ingredients
    for more in (
        {"band": wrong},
        {"bands": {"rose": wrong}},
        {"strangers": wrong},
        {"fixed": {"rose": wrong}},
        {"temperature": wrong},
        {"batch": wrong},
        {"reference": {"rose": wrong}},
    ):
        with pytest.raises(BadInput):
            rose_and_lemon(**more)
    for more in ({"makeup": {"rose": wrong}}, {"worst": {"rose": wrong}}, {"most": wrong}):
        with pytest.raises(BadInput):
            replace(offers[0], **more)
    with pytest.raises(BadInput):
        replace(offers[0], cost=Decimal(repr(wrong)))
    with pytest.raises(BadInput):
        Limit("Rose", {"rose": wrong}, 0.5)
    with pytest.raises(BadInput):
        Limit("Rose", frozenset({"rose"}), wrong)
    with pytest.raises(BadInput):
        Smells({"rose": wrong})


def test_a_brief_is_complete():
    rose = rose_and_lemon()
    for more in (
        {"reference": {}},
        {"reference": {"rose": 0.7, "lemon": 0.7}},
        {"reference": {"civet": 1.0}},
        {"ingredients": ()},
        {"ingredients": (rose.ingredients[0], rose.ingredients[0])},
        {"ingredients": (replace(rose.ingredients[0], most=1.0),)},
        {"most_materials": 0},
        {"most_suppliers": 0},
    ):
        with pytest.raises(BadInput):
            rose_and_lemon(**more)
    with pytest.raises(BadInput):
        offer("nothing", "1", {"rose": 0.0})
    assert isinstance(rose, Brief)


def test_no_more_is_used_than_can_be_had():
    had = {"rose": 2.0, "lemon": 1.0}
    assert misses(REFERENCE, available=had, batch=10.0) == ()
    told = misses(REFERENCE, available={**had, "rose": 1.99}, batch=10.0)
    assert told == ("More of rose is used than can be had",)
    with pytest.raises(BadInput, match="batch"):
        rose_and_lemon(available=had)
