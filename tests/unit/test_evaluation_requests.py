"""What may be asked of a mixture, and what is refused, with the way to its cause."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel import BadInput
from domain.scents.material import Material
from domain.scents.measured import Measured
from domain.scents.recipes.mixture import Library, UnknownFormula
from domain.scents.recipes.recipe import Blend, Part, Use
from domain.scents.safety.delivery_format import CategoryUndecided
from domain.scents.supply.offer import Offer, PriceStep, Sold
from scents.evaluation import answer
from tests.evaluations import ETHANOL, LIMONENE, OwnShelf, question, with_ethanol

TODAY = date(2026, 11, 20)
WATER = Material("WATER", "Water", cas="7732-18-5", molar_mass=Measured(18.015, "g/mol", "CIAAW"))


def asked(data: Any, shelf: Any = None) -> dict[str, Any]:
    return answer(data, shelf or OwnShelf(), today=TODAY)


def refused(data: Any, shelf: Any = None) -> str:
    with pytest.raises(BadInput) as fault:
        asked(data, shelf)
    return fault.value.field


def test_the_answer_names_fractions_activities_and_the_leading_note():
    found = asked(question())
    [limonene, ethanol] = found["composition"]["substances"]
    moles = 0.25 / 136.24, 0.75 / 46.07
    assert limonene["mass_fraction"] == pytest.approx(0.25)
    assert ethanol["mole_fraction"] == pytest.approx(moles[1] / sum(moles))
    [note, _] = found["headspace"]["notes"]
    assert note["activity_model"] == "UNIFAC"
    assert note["vapour_pressure_Pa"] == pytest.approx(277.0, rel=1e-3)
    in_air = note["activity_coefficient"] * note["mole_fraction"] * note["vapour_pressure_Pa"]
    assert note["concentration_g_m3"] == pytest.approx(in_air * 136.24 / (8.314463 * 298.15))
    assert note["odour_value"] == pytest.approx(note["concentration_g_m3"] / 2.45e-3)
    assert found["leading"] == ["LIMONENE", "ETHANOL"]
    assert (found["cost"], found["safety"], found["flags"]) == (None, None, [])


def test_the_same_in_other_units_is_the_same():
    told = with_ethanol(
        molar_mass={"value": 0.04607, "unit": "kg/mol"},
        odour_threshold={"value": 55_300, "unit": "µg/m^3"},
        vapour_pressure={
            "correlation": "antoine", "coefficients": ["7.239148", 1582.195, -48.85477]
        },
    )  # fmt: skip
    told["temperature"] = {"value": 298.15, "unit": "K"}
    [one, other] = (asked(data)["headspace"]["notes"][1] for data in (question(), told))
    for name in ("mole_fraction", "concentration_g_m3", "odour_value"):
        assert one[name] == pytest.approx(other[name], rel=1e-12)


def test_what_nobody_knows_is_null_and_flagged():
    found = asked(with_ethanol(groups={"1": 1}, odour_threshold={"value": 1, "unit": "g/m3"}))
    assert found["headspace"]["notes"][1]["odour_value"] is not None
    bare = {"code": "X", "molar_mass": {"value": 100, "unit": "g/mol"}}
    found = asked({"recipe": {"parts": [{"material": "X", "share": 1}]}, "materials": [bare]})
    [note] = found["headspace"]["notes"]
    assert (note["concentration_g_m3"], note["odour_value"], note["intensity"]) == (None,) * 3
    assert note["activity_model"] == "Raoult"
    assert found["flags"] == ["no_threshold", "no_vapour_pressure", "raoult"]


def test_a_material_without_a_molar_mass_is_unidentified():
    told = {"recipe": {"parts": [{"material": "X", "share": 1}]}, "materials": [{"code": "X"}]}
    found = asked(told)
    assert found["composition"]["unidentified_mass_fraction"] == 1
    assert (found["evaporation"], found["flags"]) == (None, ["unidentified"])


def test_materials_of_the_shelf_are_found_by_code_and_by_cas_number():
    shelf = OwnShelf(Library({"WATER": WATER}))
    parts = [{"material": "WATER", "share": 1}, {"material": "7732-18-5", "share": 2}]
    [water] = asked({"recipe": {"parts": parts}}, shelf)["composition"]["materials"]
    assert water == {"material": "WATER", "mass_fraction": 1.0}


def test_a_material_that_is_told_comes_before_that_of_the_shelf():
    shelf = OwnShelf(Library({"LIMONENE": WATER, "ETHANOL": WATER}))
    assert asked(question(), shelf) == asked(question())


def test_naturals_are_taken_apart_at_their_typical_shares():
    peel = {
        "code": "PEEL",
        "kind": "natural",
        "constituents": [{"code": "LIMONENE", "typical": 0.9}, {"code": "WATER", "typical": 0.05}],
    }
    told = {"recipe": {"parts": [{"material": "PEEL", "share": 1}]}, "materials": [peel, LIMONENE]}
    found = asked(told, OwnShelf(Library({"WATER": WATER})))["composition"]
    assert {one["substance"]: one["mass_fraction"] for one in found["substances"]} == {
        "LIMONENE": 0.9,
        "WATER": 0.05,
    }
    assert found["unidentified_mass_fraction"] == pytest.approx(0.05)
    assert refused(told) == "materials/0/constituents/1/code"
    peel["constituents"] = [{"code": "PEEL", "typical": 0.9}]
    assert refused(told) == "materials/0/constituents/0/code"


def test_stored_formulas_are_worked_out_for_those_whose_shelf_has_them():
    recipe = Blend((Part(Use("7732-18-5"), Decimal(1)),))
    shelf = OwnShelf(Library({"WATER": WATER}, {("SEA", 2): recipe}))
    found = asked({"formula": "SEA", "version": 2}, shelf)
    assert found["composition"]["materials"] == [{"material": "WATER", "mass_fraction": 1.0}]
    with pytest.raises(UnknownFormula):
        asked({"formula": "SEA", "version": 2})
    with pytest.raises(UnknownFormula):
        asked({"recipe": {"parts": [{"formula": "SEA", "version": 2, "share": 1}]}})


def test_costs_come_from_offers_that_are_told_and_from_those_of_the_shelf():
    mine = {"supplier": "Me", "item": "LIMONENE", "currency": "EUR", "price_per_kg": 20}
    theirs = Offer(
        "They", Sold.MATERIAL, "ETHANOL", "EUR", (PriceStep(0, Decimal(2)),), date(2026, 1, 1)
    )
    told = question(offers=[mine], batch={"value": 2, "unit": "kg"})
    [cheapest, *_] = asked(told, OwnShelf(offers=[theirs]))["cost"]
    assert (cheapest["supplier"], cheapest["complete"]) == (None, True)
    assert (cheapest["cost"], cheapest["cost_per_kg"]) == ("13.00", "6.5000")
    [alone, _] = asked(told)["cost"]
    assert alone["missing"] == ["ETHANOL"]


def test_an_offer_names_its_item_as_a_recipe_does():
    prices = {"64-17-5": 2, "LIMONENE": 20}
    offers = [
        {"supplier": "Me", "item": item, "currency": "EUR", "price_per_kg": price}
        for item, price in prices.items()
    ]
    [cheapest, *_] = asked(question(offers=offers))["cost"]
    assert (cheapest["missing"], cheapest["cost"]) == ([], "6.50")
    beside = question(offers=offers, recipe={"parts": [{"material": "LIMONENE", "share": 1}]})
    assert asked(beside)["cost"][0]["cost"] == "20.00"


def test_a_bare_number_for_a_word_is_told_to_be_put_in_quotes():
    told = question(safety={"amendment": 51, "category": "4", "dose": 1})
    with pytest.raises(BadInput, match='write "51", in quotes'):
        asked(told)


def test_what_nobody_has_looked_at_is_not_released():
    told = question(safety={"amendment": "51", "delivery_format": "candle", "dose": 0.1})
    found = asked(told)
    assert (found["safety"]["category"], found["safety"]["passes"]) == ("12", False)
    assert found["flags"] == ["not_released"]
    told["safety"]["delivery_format"] = "fog"
    with pytest.raises(CategoryUndecided):
        asked(told)


def test_evaporation_ends_when_it_was_asked_to():
    oil = {**LIMONENE, "vapour_pressure": {"correlation": "point", "coefficients": {
        "P0": {"value": 1e-6, "unit": "kPa"}, "T0": {"value": 25, "unit": "degC"}}}}  # fmt: skip
    told = {
        "recipe": {"parts": [{"material": "LIMONENE", "share": 1}]},
        "materials": [oil],
        "evaporation": {"hours": 2},
    }
    assert asked(told)["evaporation"]["times_h"][-1] == pytest.approx(2)


BAD_ETHANOL = [
    ({"molar_mass": {"value": 46, "unit": "g"}}, "molar_mass/unit"),
    ({"molar_mass": {"value": 46, "unit": "9**9**9"}}, "molar_mass/unit"),
    ({"molar_mass": {"value": 46}}, "molar_mass/unit"),
    ({"molar_mass": {"value": "46 g", "unit": "g/mol"}}, "molar_mass/value"),
    ({"molar_mass": {"value": True, "unit": "g/mol"}}, "molar_mass/value"),
    ({"molar_mass": {"value": math.nan, "unit": "g/mol"}}, "molar_mass/value"),
    ({"molar_mass": {"value": -1, "unit": "g/mol"}}, "molar_mass/value"),
    ({"molar_mass": 46}, "molar_mass"),
    ({"density": {"value": 1, "unit": "g/mL", "at": 20}}, "density/at"),
    ({"groups": {}}, "groups"),
    ({"groups": {"CH3": 1}}, "groups/CH3"),
    ({"groups": {"1": 0}}, "groups/1"),
    ({"groups": {1: 1, "1": 2}}, "groups"),
    ({"groups": {"1": 101}}, "groups/1"),
    ({"groups": {"999": 1}}, "groups"),
    ({"odour_threshold": {"value": 5, "unit": "ppm"}}, "odour_threshold/unit"),
    ({"odour_threshold": {"value": 0, "unit": "g/m3"}}, "odour_threshold/value"),
    ({"dose_response": {"c_half": 1, "slope": 1, "most": 5}}, "dose_response"),
    ({"kind": "magic"}, "kind"),
    ({"name": "\0"}, "name"),
    ({"source": None}, "source"),
    ({"flavour": 1}, "flavour"),
    ({"a/b~c": 1}, "a~1b~0c"),
]  # fmt: skip


BAD_PRESSURES: list[tuple[Any, str]] = [
    ({"correlation": "magic", "coefficients": []}, "correlation"),
    ({"correlation": "point", "coefficients": [1]}, "coefficients"),
    ({"correlation": "point", "coefficients": [1, "x"]}, "coefficients/1"),
    ({"correlation": "point", "coefficients": {"P0": 1, "T": 2}}, "coefficients/T"),
    ({"correlation": "point", "coefficients": {"P0": 1}}, "coefficients/T0"),
    ({"correlation": "antoine", "coefficients": [1, -1, 0]}, "B"),
    ({"correlation": "antoine", "coefficients": [8.1122, 1592.864, 226.184]}, "C"),
]


@pytest.mark.parametrize(("told", "field"), BAD_PRESSURES, ids=lambda value: str(value)[:60])
def test_a_bad_vapour_pressure_is_pointed_to(told: dict[str, Any], field: str):
    assert refused(with_ethanol(vapour_pressure=told)) == f"materials/1/vapour_pressure/{field}"


@pytest.mark.parametrize(("change", "field"), BAD_ETHANOL, ids=lambda value: str(value)[:60])
def test_bad_data_of_a_material_is_pointed_to(change: dict[str, Any], field: str):
    assert refused(with_ethanol(**change)) == f"materials/1/{field}"


GRADES = [{**ETHANOL, "code": f"ETHANOL-{grade}"} for grade in ("96", "99")]
"""The CAS number of the recipe is that of both."""
BAD_QUESTIONS = [
    ([], ""),
    ({}, "recipe"),
    (question(formula="X"), "recipe"),
    (question(version=1), "version"),
    ({"formula": "X"}, "version"),
    (question(recipe=3), "recipe"),
    (question(recipe={"parts": [{"material": "X", "share": 0}]}), "recipe/parts/0/share"),
    (question(recipe={"parts": [{"material": "X", "share": 1}]}), "recipe/parts/0/material"),
    (
        question(recipe={"parts": [{"share": 1, "dilution": {
            "material": "ETHANOL", "strength": 0.1, "solvent": "X"}}]}),
        "recipe/parts/0/dilution/solvent",
    ),
    (
        question(recipe={"parts": [{"share": 1, "blend": {
            "parts": [{"material": "X", "share": 1}]}}]}),
        "recipe/parts/0/blend/parts/0/material",
    ),
    (question(materials=[ETHANOL, ETHANOL]), "materials/1/code"),
    (question(materials={}), "materials"),
    (question(temperature=298), "temperature"),
    (question(temperature={"value": 25, "unit": "K"}), "temperature/value"),
    (question(temperature={"value": 25, "unit": "delta_degC"}), "temperature/unit"),
    (question(batch={"value": 0, "unit": "kg"}), "batch/value"),
    (question(batch={"value": 1, "unit": "mol"}), "batch/unit"),
    (question(evaporation={}), "evaporation/hours"),
    (question(on="2026-02-30"), "on"),
    (question(on="20261120"), "on"),
    (question(safety={"amendment": "51", "dose": 1}), "safety/category"),
    (question(safety={"amendment": "48", "category": "4", "dose": 1}), "safety/amendment"),
    (question(safety={"amendment": "51", "category": "4", "dose": 0}), "safety/dose"),
    (question(offers=[{"supplier": "S", "item": "X", "currency": "EUR"}]), "offers/0/price_per_kg"),
    (
        question(offers=[{"supplier": "S", "item": "X", "currency": "EUR", "price_per_kg": "x"}]),
        "offers/0/price_per_kg",
    ),
    (
        question(offers=[{"supplier": "S", "item": "X", "currency": "EUR", "price_per_kg": 1}]),
        "offers/0/item",
    ),
    (question(materials=[*GRADES, LIMONENE]), "recipe/parts/1/material"),
    (question(more=1), "more"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "field"), BAD_QUESTIONS, ids=[place for _, place in BAD_QUESTIONS]
)
def test_a_bad_question_is_pointed_to(data: Any, field: str):
    assert refused(data) == field
