"""The read side: plain rows for pages and answers."""

from scents.queries.formulas import (
    formula,
    formulas_with,
    formulas_with_accord,
    known_accords,
    recipes_of,
    versions,
)
from scents.queries.library import (
    library_for,
    materials_of,
)

__all__ = [
    "formula",
    "formulas_with",
    "formulas_with_accord",
    "known_accords",
    "library_for",
    "materials_of",
    "recipes_of",
    "versions",
]
