"""Recipes as JSON and YAML have them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.recipes.mixture import DEEPEST, LEAST, MOST
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Part, Use
from domain.scents.recipes.text import MOST_PARTS, read_recipe, write_recipe
from tests.recipes import recipes

SEA: dict[str, Any] = {
    "basis": "mole",
    "parts": [
        {"material": "LIMONENE", "share": 12.5},
        {"dilution": {"material": "CALONE", "strength": 0.1, "solvent": "DPG"}, "share": 3},
        {"formula": "SEA-ACCORD", "version": "2", "share": "20"},
        {"blend": {"parts": [{"material": "DPG", "share": 1}]}, "share": 5},
    ],
}

USE = {"material": "X", "share": 1}


def refusal(data: Any) -> BadInput:
    with pytest.raises(BadInput) as refused:
        read_recipe(data)
    return refused.value


def with_part(**part: Any) -> dict[str, Any]:
    return {"parts": [USE, part]}


def test_a_recipe_is_read_as_it_is_written():
    calone = Dilution(Use("CALONE"), Decimal("0.1"), "DPG")
    inner = Blend((Part(Use("DPG"), Decimal(1)),))
    assert read_recipe(SEA) == Blend(
        (
            Part(Use("LIMONENE"), Decimal("12.5")),
            Part(calone, Decimal(3)),
            Part(Accord("SEA-ACCORD", 2), Decimal(20)),
            Part(inner, Decimal(5)),
        ),
        Basis.MOLE,
    )


@given(recipes)
def test_what_is_written_is_read_back(recipe: Blend):
    assert read_recipe(write_recipe(recipe)) == recipe
    assert read_recipe(json.loads(json.dumps(write_recipe(recipe)))) == recipe
    assert read_recipe(yaml.safe_load(yaml.safe_dump(write_recipe(recipe)))) == recipe


def test_numbers_are_taken_as_they_were_typed_not_as_binary():
    read = read_recipe(json.loads('{"parts": [{"material": "X", "share": 0.1}]}'))
    assert read.parts[0].share == Decimal("0.1")


@pytest.mark.parametrize(
    "share",
    [
        *(0, -1, 0.0, "0", "-2", 1e-10, 1e10, 10**30, "1e300", Decimal("1e-999999")),
        *(float("nan"), float("inf"), "NaN", "Infinity", Decimal("sNaN"), "٣", "1_000", " 1", ""),
        *("1." + "0" * 28 + "1", Decimal("1." + "0" * 40 + "1")),
        *(None, True, [], {}, b"1", 1j, "1" * 30, "0.1234567890123456789012", "1e9999"),
    ],
)
def test_a_share_is_a_number_within_bounds(share: Any):
    assert refusal(with_part(material="Y", share=share)).field == "parts/1/share"


def test_a_number_too_long_to_be_shown_is_refused():
    assert refusal(with_part(material="Y", share=10**5000)).field == "parts/1/share"
    assert refusal({"parts": [USE], 10**5000: 1}).field == "int"


@pytest.mark.parametrize("share", [1, "1", 0.5, "1e-9", LEAST, MOST, "1E+9", "+3", 1e9])
def test_shares_at_the_bounds_are_taken(share: Any):
    recipe = read_recipe(with_part(material="Y", share=share))
    assert read_recipe(write_recipe(recipe)) == recipe
    assert recipe.parts[1].share == Decimal(str(share))


@pytest.mark.parametrize("strength", [0, 1, 1.0, -0.1, 1.5, "x", None, True, "0.9999999999"])
def test_a_strength_is_a_fraction(strength: Any):
    diluted = {"material": "Y", "strength": strength, "solvent": "DPG"}
    refused = refusal(with_part(dilution=diluted, share=1))
    assert refused.field == "parts/1/dilution/strength"


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"share": 1}, "parts/1"),
        ({"material": "X"}, "parts/1/share"),
        ({"material": "X", "blend": SEA, "share": 1}, "parts/1"),
        ({"material": "X", "share": 1, "shape": 2}, "parts/1/shape"),
        ({"material": "X", "version": 1, "share": 1}, "parts/1/version"),
        ({"material": "X", "strength": 1, "share": 1}, "parts/1/strength"),
        ({"material": "X", "share": 1, 7: 2}, "parts/1/int"),
        ({"material": "", "share": 1}, "parts/1/material"),
        ({"material": " X", "share": 1}, "parts/1/material"),
        ({"material": "X\0", "share": 1}, "parts/1/material"),
        ({"material": "X@2", "share": 1}, "parts/1/material"),
        ({"material": "\ud800", "share": 1}, "parts/1/material"),
        ({"material": "X" * 256, "share": 1}, "parts/1/material"),
        ({"material": 7, "share": 1}, "parts/1/material"),
        ({"formula": "F", "share": 1}, "parts/1/version"),
        ({"formula": "F", "version": "2.0", "share": 1}, "parts/1/version"),
        ({"formula": "F", "version": "02", "share": 1}, "parts/1/version"),
        ({"formula": "F", "version": 0, "share": 1}, "parts/1/version"),
        ({"formula": "F", "version": 10**9, "share": 1}, "parts/1/version"),
        ({"formula": "F", "version": True, "share": 1}, "parts/1/version"),
        ({"blend": [], "share": 1}, "parts/1/blend"),
        ({"blend": {"parts": []}, "share": 1}, "parts/1/blend/parts"),
        ({"blend": {"parts": "X"}, "share": 1}, "parts/1/blend/parts"),
        ({"blend": {"parts": [USE, 5]}, "share": 1}, "parts/1/blend/parts/1"),
        ({"blend": {"parts": [USE], "basis": "mol"}, "share": 1}, "parts/1/blend/basis"),
        ({"blend": {"parts": [USE], "basis": None}, "share": 1}, "parts/1/blend/basis"),
        ({"dilution": {"material": "X", "strength": 0.1}, "share": 1}, "parts/1/dilution/solvent"),
        ({"dilution": {"strength": 0.1, "solvent": "X"}, "share": 1}, "parts/1/dilution"),
        ({"dilution": "X", "share": 1}, "parts/1/dilution"),
    ],
)
def test_a_refusal_names_the_way_to_what_is_wrong(part: dict[str, Any], field: str):
    assert refusal({"parts": [USE, part]}).field == field


@pytest.mark.parametrize("data", [None, 5, "x", [], [USE]])
def test_a_recipe_is_an_object(data: Any):
    assert refusal(data).field == "recipe"


def nested(kind: str, levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"material": "X"}
    for _ in range(levels):
        if kind == "blend":
            inner = {"blend": {"parts": [{**inner, "share": 1}]}}
        else:
            inner = {"dilution": {**inner, "strength": 0.5, "solvent": "DPG"}}
    return {"parts": [{**inner, "share": 1}]}


@pytest.mark.parametrize("kind", ["blend", "dilution"])
def test_a_recipe_is_only_so_deep(kind: str):
    recipe = read_recipe(nested(kind, DEEPEST))
    assert read_recipe(write_recipe(recipe)) == recipe
    assert "too deep" in refusal(nested(kind, DEEPEST + 1)).reason
    assert "too deep" in refusal(nested(kind, 5_000)).reason


def test_data_that_contains_itself_is_too_deep():
    data: dict[str, Any] = {"parts": []}
    data["parts"].append({"blend": data, "share": 1})
    assert "too deep" in refusal(data).reason


def test_a_recipe_has_only_so_many_parts():
    assert len(read_recipe({"parts": [USE] * MOST_PARTS}).parts) == MOST_PARTS
    assert refusal({"parts": [USE] * (MOST_PARTS + 1)}).field == f"parts/{MOST_PARTS}"
    blend = {"blend": {"parts": [USE] * 25}, "share": 1}
    assert refusal({"parts": [blend] * 20}).field.startswith("parts/19/")


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["parts", "material", "share", "formula", "version", "blend", "basis"])
            | st.sampled_from(["dilution", "strength", "solvent", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(junk)
def test_whatever_comes_is_refused_or_read_back(data: Any):
    try:
        recipe = read_recipe(data)
    except BadInput:
        return
    assert read_recipe(write_recipe(recipe)) == recipe


@given(recipes, st.data())
def test_a_recipe_with_one_value_spoiled_is_refused_or_read_back(
    recipe: Blend, data: st.DataObject
):
    written = write_recipe(recipe)
    spot = _descend(written, data)
    key = data.draw(st.sampled_from(sorted(spot)))
    spot[key] = data.draw(junk)
    try:
        read = read_recipe(written)
    except BadInput:
        return
    assert read_recipe(write_recipe(read)) == read


def _descend(data: Any, draw: st.DataObject) -> Any:
    inside = [one for one in data.values() if isinstance(one, dict)]
    inside += [one for value in data.values() if isinstance(value, list) for one in value]
    if not inside or draw.draw(st.booleans()):
        return data
    return _descend(draw.draw(st.sampled_from(inside)), draw)
