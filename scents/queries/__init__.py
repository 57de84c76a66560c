"""The read side: plain rows for pages and answers."""

from scents.queries.formulas import (
    TooManyAccords,
    formulas_with,
    formulas_with_accord,
    known_accords,
    recipe,
    recipes_of,
    using,
    versions,
    with_state,
)
from scents.queries.library import (
    known_materials,
    library_for,
    materials_of,
)

__all__ = [
    "TooManyAccords",
    "formulas_with",
    "formulas_with_accord",
    "known_accords",
    "known_materials",
    "library_for",
    "materials_of",
    "recipe",
    "recipes_of",
    "using",
    "versions",
    "with_state",
]
