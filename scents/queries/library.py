"""What is known of a recipe: its materials, and the recipes of its accords."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F, Func

from domain.scents.material import Material
from domain.scents.mixture import Library
from domain.scents.recipe import Blend
from domain.scents.recipe_uses import accords_in, materials_in
from scents.models import FormulaVersion
from scents.queries.formulas import recipes_of


def materials_of(codes: Iterable[str]) -> Mapping[str, Material]:
    """Until there is a library of materials, each code is that of a material of which nothing is
    known."""
    return {code: Material(code, code) for code in codes}


def known_materials(most: int) -> list[str]:
    """Codes, to be proposed; until there is a library, those in formulas."""
    used = FormulaVersion.objects.annotate(used=Func(F("uses"), function="unnest")).values("used")
    return sorted({row["used"] for row in used[:most] if "@" not in row["used"]})


def library_for(*recipes: Blend) -> Library:
    """All that these recipes need, in a query for the accords and one for the materials."""
    formulas = recipes_of(accord for recipe in recipes for accord in accords_in(recipe))
    codes = {code for recipe in (*recipes, *formulas.values()) for code in materials_in(recipe)}
    return Library(materials_of(codes), formulas)
