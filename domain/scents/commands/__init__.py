"""What the laboratory can be told to do."""

from domain.scents.commands.formulas import (
    ApproveFormula,
    BranchFormula,
    DraftFormula,
    ReviseFormula,
    WithdrawApproval,
)
from domain.scents.commands.optimisations import (
    CancelOptimisation,
    FinishOptimisation,
    RequestOptimisation,
)
from domain.scents.commands.safety import (
    DecideCategory,
    RecordAllergenRule,
    RecordClearance,
    RecordStandard,
    WithdrawAllergenRule,
    WithdrawClearance,
    WithdrawStandard,
)

__all__ = [
    "ApproveFormula",
    "BranchFormula",
    "CancelOptimisation",
    "DecideCategory",
    "DraftFormula",
    "FinishOptimisation",
    "RecordAllergenRule",
    "RecordClearance",
    "RecordStandard",
    "RequestOptimisation",
    "ReviseFormula",
    "WithdrawAllergenRule",
    "WithdrawApproval",
    "WithdrawClearance",
    "WithdrawStandard",
]
