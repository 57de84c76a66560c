"""The service layer: one function for each command and event."""

from scents.handlers.formulas import (
    approve_formula,
    branch_formula,
    draft_formula,
    revise_formula,
    withdraw_approval,
)
from scents.handlers.optimisations import (
    cancel_optimisation,
    finish_optimisation,
    request_optimisation,
    start_solver,
)

__all__ = [
    "approve_formula",
    "branch_formula",
    "cancel_optimisation",
    "draft_formula",
    "finish_optimisation",
    "request_optimisation",
    "revise_formula",
    "start_solver",
    "withdraw_approval",
]
