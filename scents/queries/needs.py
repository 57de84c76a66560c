"""What is known of a recipe: its materials, and the recipes of its accords."""

from __future__ import annotations

from domain.scents.recipes.mixture import Library
from domain.scents.recipes.recipe import Blend
from domain.scents.recipes.uses import accords_in, materials_in
from scents.queries.formulas import recipes_of
from scents.queries.materials import library_of


def library_for(*recipes: Blend) -> Library:
    """All that these recipes need, in a query for the accords and two for the materials."""
    formulas = recipes_of(accord for recipe in recipes for accord in accords_in(recipe))
    codes = {code for recipe in (*recipes, *formulas.values()) for code in materials_in(recipe)}
    return Library(library_of(codes), formulas)
