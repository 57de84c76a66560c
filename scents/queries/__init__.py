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
    known_formulas,
    latest_version,
    recipe,
    recipes_of,
    using,
    versions,
    versions_that_are,
    with_state,
)
from scents.queries.materials import (
    all_materials,
    known_materials,
    library_of,
    materials_by_cas,
    materials_called,
    naturals_with,
    retired_materials,
    unknown_materials,
)
from scents.queries.needs import (
    library_for,
)
from scents.queries.optimisations import (
    brief_of,
)
from scents.queries.recount import (
    TallyDifference,
    answers_counted,
    recount,
)
from scents.queries.reviews import (
    scents_to_watch,
    surveys_to_review,
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
from scents.queries.sourcing import (
    approved_versions,
    unit_costs,
)
from scents.queries.suppliers import (
    SOON,
    all_offers,
    all_suppliers,
    ending,
    known_currencies,
    known_suppliers,
    offer_number,
    offer_of,
    offers_for,
    price_history,
    unknown_suppliers,
)
from scents.queries.survey_sheets import survey_sheet

__all__ = [
    "IN_FORCE",
    "SOON",
    "Change",
    "CustomersShelf",
    "Examination",
    "SeveralGrades",
    "StaffShelf",
    "TallyDifference",
    "TooManyAccords",
    "all_materials",
    "all_offers",
    "all_suppliers",
    "answers_counted",
    "approved_versions",
    "bounds_on",
    "brief_of",
    "category_of",
    "delivery_formats",
    "ending",
    "formulas_with_accord",
    "history_of",
    "known_accords",
    "known_currencies",
    "known_formulas",
    "known_materials",
    "known_suppliers",
    "latest_version",
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
    "recount",
    "retired_materials",
    "rules_of",
    "safety_of",
    "scents_to_watch",
    "standards_naming",
    "survey_sheet",
    "surveys_to_review",
    "told",
    "unit_costs",
    "unknown_materials",
    "unknown_suppliers",
    "using",
    "verdict_on",
    "versions",
    "versions_that_are",
    "with_state",
]
