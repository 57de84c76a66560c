"""Recipes typed in rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.recipes.recipe import Basis, Blend, Dilution, Part, Use
from scents.admin.parts_field import (
    BLANK,
    COLUMNS,
    MOST_ROWS,
    PartsField,
    in_words,
    recipe_of,
    rows_of,
)
from tests.recipes import recipes

field = PartsField()


@given(recipes)
def test_what_rows_can_say_is_read_back_and_the_rest_is_left_to_the_text(recipe: Blend):
    rows = rows_of(recipe)
    if rows is None:
        assert any(not plain(part) for part in recipe.parts)
    else:
        assert recipe_of(field.clean(rows), recipe.basis) == recipe


def plain(part: Part) -> bool:
    node = part.node
    if isinstance(node, Dilution) and node.basis is Basis.MASS:
        node = node.of
    return not isinstance(node, Blend | Dilution)


@given(st.lists(st.tuples(*[st.text(alphabet="A@1. -e%é\0", max_size=6)] * 4), max_size=4))
def test_whatever_is_typed_is_a_recipe_or_a_refusal(rows: list[tuple[str, str, str, str]]):
    try:
        recipe = recipe_of(field.clean(rows), "mass")
    except ValidationError:
        return
    again = rows_of(recipe)
    assert again is not None
    assert recipe_of(field.clean(again), "mass") == recipe


def test_rows_that_nobody_touched_have_not_changed():
    rows = rows_of(Blend((Part(Use("A"), Decimal(1)),)))
    assert not field.has_changed(rows, [("A", "1", "", ""), ("", "", "", "")])
    assert field.has_changed(rows, [("A", "2", "", "")])
    assert not field.has_changed(None, [("", "", "", "")])


def test_a_form_holds_only_so_many_rows():
    part = Part(Use("A"), Decimal(1))
    assert len(rows_of(Blend((part,) * MOST_ROWS)) or []) == MOST_ROWS
    assert rows_of(Blend((part,) * (MOST_ROWS + 1))) is None
    assert (MOST_ROWS + BLANK) * len(COLUMNS) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 50


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("parts/0/share", "Part 1, share: must be."),
        ("parts/2", "Part 3: must be."),
        ("parts/1/blend/parts/0/share", "Part 2, blend/parts/0/share: must be."),
        ("parts", "parts: must be."),
    ],
)
def test_parts_are_counted_as_people_count(path: str, words: str):
    assert in_words(BadInput(path, "must be")) == words
