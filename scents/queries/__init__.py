"""The read side: plain rows for pages and answers."""

from scents.queries.deliveries import (
    Punctuality,
    deliveries_of,
    punctuality,
)
from scents.queries.examination import (
    Examination,
    bounds_on,
    safety_of,
    told,
    verdict_on,
)
from scents.queries.favour import (
    Favour,
    favour_of,
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
from scents.queries.participants import (
    Participant,
    participant,
    stored_answer,
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
from scents.queries.samples import (
    Labelled,
    StillBlind,
    codes_by_task,
    is_told,
    key_of,
    tokens,
)
from scents.queries.shelf import (
    CustomersShelf,
    SeveralGrades,
    StaffShelf,
)
from scents.queries.sourcing import (
    approved_versions,
    decided_scents,
    has_policy,
    names_of_scents,
    policy_choices,
    policy_version,
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
from scents.queries.survey_exports import (
    answer_columns,
    answer_rows,
    tally_columns,
    tally_rows,
)
from scents.queries.survey_plans import (
    answered_on,
    known_approved_versions,
    known_policies,
    surveyed_scents,
    unknown_versions,
)
from scents.queries.survey_results import (
    SurveyResults,
    TaskOfSurvey,
    names_of,
    survey_results,
)
from scents.queries.survey_sheets import (
    survey_sheet,
)

__all__ = [
    "IN_FORCE",
    "SOON",
    "Change",
    "CustomersShelf",
    "Examination",
    "Favour",
    "Labelled",
    "Participant",
    "Punctuality",
    "SeveralGrades",
    "StaffShelf",
    "StillBlind",
    "SurveyResults",
    "TallyDifference",
    "TaskOfSurvey",
    "TooManyAccords",
    "all_materials",
    "all_offers",
    "all_suppliers",
    "answer_columns",
    "answer_rows",
    "answered_on",
    "answers_counted",
    "approved_versions",
    "bounds_on",
    "brief_of",
    "category_of",
    "codes_by_task",
    "decided_scents",
    "deliveries_of",
    "delivery_formats",
    "ending",
    "favour_of",
    "formulas_with_accord",
    "has_policy",
    "history_of",
    "is_told",
    "key_of",
    "known_accords",
    "known_approved_versions",
    "known_currencies",
    "known_formulas",
    "known_materials",
    "known_policies",
    "known_suppliers",
    "latest_version",
    "library_for",
    "library_of",
    "materials_by_cas",
    "materials_called",
    "names_of",
    "names_of_scents",
    "naturals_with",
    "offer_number",
    "offer_of",
    "offers_for",
    "participant",
    "policy_choices",
    "policy_version",
    "price_history",
    "punctuality",
    "recipe",
    "recipes_of",
    "recount",
    "retired_materials",
    "rules_of",
    "safety_of",
    "scents_to_watch",
    "standards_naming",
    "stored_answer",
    "survey_results",
    "survey_sheet",
    "surveyed_scents",
    "surveys_to_review",
    "tally_columns",
    "tally_rows",
    "tokens",
    "told",
    "unit_costs",
    "unknown_materials",
    "unknown_suppliers",
    "unknown_versions",
    "using",
    "verdict_on",
    "versions",
    "versions_that_are",
    "with_state",
]
