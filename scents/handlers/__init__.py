"""The service layer: one function for each command and event."""

from scents.handlers.announcements import (
    publish_scent_updated,
)
from scents.handlers.assignments import (
    assign_samples,
)
from scents.handlers.deliveries import (
    note_delivery_came,
    note_delivery_promised,
)
from scents.handlers.drift import (
    watch_decision,
    watch_sourcing,
)
from scents.handlers.formulas import (
    approve_formula,
    branch_formula,
    draft_formula,
    revise_formula,
    withdraw_approval,
)
from scents.handlers.intake import (
    confirm_import,
    import_laboratory,
    prepare_import,
)
from scents.handlers.market_research import (
    import_market_research,
)
from scents.handlers.materials import (
    add_material,
    describe_material,
    fill_material,
    record_constituents,
    record_property,
    restore_material,
    retire_material,
)
from scents.handlers.optimisations import (
    cancel_optimisation,
    finish_optimisation,
    request_optimisation,
    start_solver,
)
from scents.handlers.responses import (
    erase_response,
    record_responses,
)
from scents.handlers.reviews import (
    review_survey,
)
from scents.handlers.safety import (
    decide_category,
    record_allergen_rule,
    record_clearance,
    record_standard,
    withdraw_allergen_rule,
    withdraw_clearance,
    withdraw_standard,
)
from scents.handlers.safety_import import (
    import_safety_rules,
)
from scents.handlers.sourcing import (
    decide_sourcing,
    overrule_sourcing,
    policy_version,
    record_policy,
    require_suppliers,
    scent_or_new,
)
from scents.handlers.staff_news import (
    mail_buyers,
    mail_researchers,
    weigh_evidence,
)
from scents.handlers.suppliers import (
    change_supplier,
    make_offer,
    register_supplier,
    withdraw_offer,
)
from scents.handlers.surveys import (
    close_survey,
    draft_survey,
    issue_invitations,
    open_survey,
    revise_survey,
    survey_of,
    unblind_survey,
)
from scents.handlers.variants import (
    decide_variant,
    weigh_contest,
)

__all__ = [
    "add_material",
    "approve_formula",
    "assign_samples",
    "branch_formula",
    "cancel_optimisation",
    "change_supplier",
    "close_survey",
    "confirm_import",
    "decide_category",
    "decide_sourcing",
    "decide_variant",
    "describe_material",
    "draft_formula",
    "draft_survey",
    "erase_response",
    "fill_material",
    "finish_optimisation",
    "import_laboratory",
    "import_market_research",
    "import_safety_rules",
    "issue_invitations",
    "mail_buyers",
    "mail_researchers",
    "make_offer",
    "note_delivery_came",
    "note_delivery_promised",
    "open_survey",
    "overrule_sourcing",
    "policy_version",
    "prepare_import",
    "publish_scent_updated",
    "record_allergen_rule",
    "record_clearance",
    "record_constituents",
    "record_policy",
    "record_property",
    "record_responses",
    "record_standard",
    "register_supplier",
    "request_optimisation",
    "require_suppliers",
    "restore_material",
    "retire_material",
    "review_survey",
    "revise_formula",
    "revise_survey",
    "scent_or_new",
    "start_solver",
    "survey_of",
    "unblind_survey",
    "watch_decision",
    "watch_sourcing",
    "weigh_contest",
    "weigh_evidence",
    "withdraw_allergen_rule",
    "withdraw_approval",
    "withdraw_clearance",
    "withdraw_offer",
    "withdraw_standard",
]
