"""What has happened in the laboratory."""

from domain.scents.events.formulas import (
    ApprovalWithdrawn,
    FormulaApproved,
)

__all__ = [
    "ApprovalWithdrawn",
    "FormulaApproved",
]
