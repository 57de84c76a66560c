"""Recipes in YAML."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.recipes.recipe import Accord, Blend, Dilution, Part, Use
from domain.scents.recipes.text import write_recipe
from scents.recipe_yaml import MOST_LETTERS, recipe_from_yaml, recipe_to_yaml
from tests.recipes import recipes

SEA = """
basis: mass
parts:
- material: LIMONENE
  share: 12.5
- dilution:
    material: CALONE
    strength: 0.1
    solvent: DPG
  share: 3
- formula: SEA
  version: 2
  share: 1e1
"""


def test_a_recipe_is_read_as_a_person_writes_it():
    assert recipe_from_yaml(SEA) == Blend(
        (
            Part(Use("LIMONENE"), Decimal("12.5")),
            Part(Dilution(Use("CALONE"), Decimal("0.1"), "DPG"), Decimal(3)),
            Part(Accord("SEA", 2), Decimal(10)),
        )
    )


def test_numbers_are_written_without_quotes():
    assert "share: 12.5\n" in recipe_to_yaml(recipe_from_yaml(SEA))
    assert "'" not in recipe_to_yaml(recipe_from_yaml(SEA))


@given(recipes)
def test_what_is_written_is_read_back(recipe: Blend):
    assert recipe_from_yaml(recipe_to_yaml(recipe)) == recipe
    assert recipe_from_yaml(json.dumps(write_recipe(recipe))) == recipe


@pytest.mark.parametrize("share", ["1:30", "0x10", "0o10", "yes", "1_000", ".inf", "~", ""])
def test_what_yaml_would_take_for_another_number_is_refused(share: str):
    with pytest.raises(BadInput) as refused:
        recipe_from_yaml(f"parts: [{{material: X, share: {share}}}]")
    assert refused.value.field == "parts/0/share"


def test_a_code_may_look_like_a_number_or_a_word_of_yaml():
    recipe = recipe_from_yaml("parts: [{material: 010, share: 010}, {material: no, share: 1}]")
    assert [part.node for part in recipe.parts] == [Use("010"), Use("no")]
    assert recipe.parts[0].share == 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "parts",
        "parts: [",
        "a: b: c",
        "\x01",
        "[" * 10_000,
        "parts: [{material: X, share: 1, share: 2}]",
        "parts: []\nparts: [{material: X, share: 1}]",
        "? [1, 2]\n: 3",
        "? {a: 1}\n: 3",
        "!!python/object/apply:os.system [id]",
        "parts: !!float 1",
        "parts: &a [{blend: {parts: *a}, share: 1}]",
        "x" * (MOST_LETTERS + 1),
        "parts: [{material: X, share: !!timestamp 2026-01-01}]",
    ],
)
def test_what_is_no_recipe_is_refused(text: str):
    with pytest.raises(BadInput):
        recipe_from_yaml(text)


@given(st.text(alphabet="parts:[]{}&*!?|>-'\"\n material share 01.", max_size=60))
def test_whatever_is_typed_is_a_recipe_or_a_refusal(text: str):
    try:
        recipe = recipe_from_yaml(text)
    except BadInput:
        return
    assert recipe_from_yaml(recipe_to_yaml(recipe)) == recipe
