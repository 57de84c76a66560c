"""What has happened in the laboratory."""

from domain.scents.events.formulas import (
    ApprovalWithdrawn,
    FormulaApproved,
    FormulaDrafted,
    FormulaRevised,
)

__all__ = [
    "ApprovalWithdrawn",
    "FormulaApproved",
    "FormulaDrafted",
    "FormulaRevised",
]
