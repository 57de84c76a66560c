"""What the laboratory can be told to do."""

from domain.scents.commands.formulas import (
    ApproveFormula,
    BranchFormula,
    DraftFormula,
    ReviseFormula,
    WithdrawApproval,
)

__all__ = [
    "ApproveFormula",
    "BranchFormula",
    "DraftFormula",
    "ReviseFormula",
    "WithdrawApproval",
]
