"""The read side: plain rows for pages and answers."""

from scents.queries.formulas import (
    TooManyAccords,
    formulas_with_accord,
    known_accords,
    recipe,
    recipes_of,
    using,
    versions,
    with_state,
)
from scents.queries.library import (
    library_for,
)
from scents.queries.materials import (
    all_materials,
    known_materials,
    library_of,
    materials_by_cas,
    naturals_with,
    retired_materials,
)
from scents.queries.suppliers import (
    all_offers,
    all_suppliers,
    known_suppliers,
    offer_number,
    offer_of,
    offers_for,
    price_history,
)

__all__ = [
    "TooManyAccords",
    "all_materials",
    "all_offers",
    "all_suppliers",
    "formulas_with_accord",
    "known_accords",
    "known_materials",
    "known_suppliers",
    "library_for",
    "library_of",
    "materials_by_cas",
    "naturals_with",
    "offer_number",
    "offer_of",
    "offers_for",
    "price_history",
    "recipe",
    "recipes_of",
    "retired_materials",
    "using",
    "versions",
    "with_state",
]
