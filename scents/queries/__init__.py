"""The read side: plain rows for pages and answers."""

from scents.queries.examination import (
    Examination,
    bounds_on,
    safety_of,
    told,
    verdict_on,
)
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
    materials_called,
    naturals_with,
    retired_materials,
)
from scents.queries.optimisations import (
    brief_of,
)
from scents.queries.safety import (
    IN_FORCE,
    Change,
    category_of,
    delivery_formats,
    history_of,
    rules_of,
    standards_naming,
)
from scents.queries.shelf import (
    CustomersShelf,
    SeveralGrades,
    StaffShelf,
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
    "IN_FORCE",
    "Change",
    "CustomersShelf",
    "Examination",
    "SeveralGrades",
    "StaffShelf",
    "TooManyAccords",
    "all_materials",
    "all_offers",
    "all_suppliers",
    "bounds_on",
    "brief_of",
    "category_of",
    "delivery_formats",
    "formulas_with_accord",
    "history_of",
    "known_accords",
    "known_materials",
    "known_suppliers",
    "library_for",
    "library_of",
    "materials_by_cas",
    "materials_called",
    "naturals_with",
    "offer_number",
    "offer_of",
    "offers_for",
    "price_history",
    "recipe",
    "recipes_of",
    "retired_materials",
    "rules_of",
    "safety_of",
    "standards_naming",
    "told",
    "using",
    "verdict_on",
    "versions",
    "with_state",
]
