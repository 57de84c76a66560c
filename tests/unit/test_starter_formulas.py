"""The shipped starter set: suppliers, offers and formulas fit each other and the materials."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from tests.starter import CODE, FORMULAS, MATERIALS, OFFERS, known, materials_of, nodes, rows

SEEDS = {
    "SEA-BREEZE": ("25.00", "15.00"),
    "NIGHTCLUB": ("18.00", "16.00"),
    "JUNGLE": ("30.00", "25.00"),
    "FOREST": ("22.00", "14.00"),
    "BUSY-STREET": ("27.00", "20.00"),
}
"""Prices per unit of the expensive and the cheap supplier."""


def test_there_is_an_expensive_and_a_cheap_supplier():
    assert {row["code"]: row["grade"] for row in rows("suppliers")} == {
        "EXPENSIVE": "premium",
        "CHEAP": "standard",
    }


def test_offers_are_for_what_is_known_in_units_that_fit():
    for row in OFFERS:
        scent = row["item_kind"] == "scent"
        assert row["supplier"] in {"EXPENSIVE", "CHEAP"}, row
        assert row["item"] in (FORMULAS if scent else MATERIALS), row
        assert (row["quantity_unit"], row["price_unit"]) == (
            ("unit", "unit") if scent else ("g", "kg")
        ), row
        assert row["currency"] == "USD", row
        assert Decimal(row["price"]) > 0, row
        assert Decimal(row["price"]) == round(Decimal(row["price"]), 2), row
        assert min(int(row[name]) for name in ("from_quantity", "minimum_order")) > 0, row
        assert int(row["lead_time_days"]) >= 0, row
        assert Decimal(row["fee"]) >= 0, row
        ends = row["valid_to"]
        assert not ends or date.fromisoformat(row["valid_from"]) < date.fromisoformat(ends), row
        assert row["source"], row


def test_scents_cost_what_the_company_papers_say():
    prices = {
        (row["item"], row["supplier"]): row["price"]
        for row in OFFERS
        if row["item_kind"] == "scent"
    }

    assert prices == {
        (item, supplier): price
        for item, pair in SEEDS.items()
        for supplier, price in zip(("EXPENSIVE", "CHEAP"), pair, strict=True)
    }


def test_a_price_that_nobody_quoted_is_marked():
    for row in OFFERS:
        if row["item_kind"] == "material":
            assert row["source"] == "illustrative: not a quotation", row


def test_more_never_costs_more_per_kilogram():
    breaks: dict[tuple[str, str], dict[int, Decimal]] = {}
    for row in OFFERS:
        key = (row["supplier"], row["item"])
        assert int(row["from_quantity"]) not in breaks.get(key, {}), row
        breaks.setdefault(key, {})[int(row["from_quantity"])] = Decimal(row["price"])
    for prices in breaks.values():
        assert all(prices[few] > prices[many] for few, many in pairwise(sorted(prices)))


def test_everything_that_formulas_use_can_be_bought():
    offered = {row["item"] for row in OFFERS}
    used = {node["material"] for code in FORMULAS for node in nodes(code) if "material" in node}

    assert used <= offered


@pytest.mark.parametrize("code", FORMULAS)
def test_a_formula_is_made_of_what_is_known_and_its_shares_make_a_hundred(code: str):
    formula = FORMULAS[code]

    assert CODE.fullmatch(code)
    assert set(formula) == {"code", "name", "basis", "note", "parts"}
    assert formula["basis"] == "mass"
    assert formula["note"].startswith("House starting point.")
    assert sum(Decimal(str(part["share"])) for part in formula["parts"]) == 100
    for part in formula["parts"]:
        check_part(part)


def check_part(part: dict[str, Any]) -> None:
    assert part["share"] > 0
    if "dilution" in part:
        assert set(part) == {"dilution", "share"}
        assert set(part["dilution"]) == {"material", "strength", "solvent"}
        assert part["dilution"]["material"] in MATERIALS
        assert 0 < part["dilution"]["strength"] < 1
        assert MATERIALS[part["dilution"]["solvent"]]["kind"] == "solvent"
    elif "formula" in part:
        assert set(part) == {"formula", "version", "share"}
        assert part["formula"] in FORMULAS
        assert part["version"] == 1
    else:
        assert set(part) == {"material", "share"}
        assert part["material"] in MATERIALS


def test_an_accord_comes_before_the_formulas_that_use_it():
    """So that no formula contains itself, and the file can be stored from top to bottom."""
    seen: set[str] = set()
    for code in FORMULAS:
        assert {node["formula"] for node in nodes(code) if "formula" in node} <= seen, code
        seen.add(code)


def test_the_five_scents_and_four_ocean_breezes_are_there_and_share_accords():
    assert set(SEEDS) <= set(FORMULAS)
    assert len([code for code in FORMULAS if code.startswith("OCEAN-")]) == 4
    users = [node["formula"] for code in FORMULAS for node in nodes(code) if "formula" in node]
    assert all(users.count(accord) > 1 for accord in set(users))


@pytest.mark.parametrize("code", FORMULAS)
def test_at_least_three_odorants_of_a_formula_have_all_that_an_odour_value_needs(code: str):
    full = {
        material
        for material in materials_of(code)
        if MATERIALS[material]["kind"] == "chemical"
        and known(material, "vapour_pressure")
        and known(material, "odour_threshold", "dose_response")
    }

    assert len(full) >= 3, full
