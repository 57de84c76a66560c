"""The service layer: one function for each command and event."""

from scents.handlers.optimisations import (
    cancel_optimisation,
    finish_optimisation,
    request_optimisation,
    start_solver,
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
from scents.handlers.safety_import import import_safety_rules

__all__ = [
    "cancel_optimisation",
    "decide_category",
    "finish_optimisation",
    "import_safety_rules",
    "record_allergen_rule",
    "record_clearance",
    "record_standard",
    "request_optimisation",
    "start_solver",
    "withdraw_allergen_rule",
    "withdraw_clearance",
    "withdraw_standard",
]
