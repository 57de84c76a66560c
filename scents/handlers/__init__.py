"""The service layer: one function for each command and event."""

from scents.handlers.formulas import (
    approve_formula,
    branch_formula,
    draft_formula,
    revise_formula,
    withdraw_approval,
)

__all__ = [
    "approve_formula",
    "branch_formula",
    "draft_formula",
    "revise_formula",
    "withdraw_approval",
]
