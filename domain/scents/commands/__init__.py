"""What the laboratory can be told to do."""

from domain.scents.commands.optimisations import (
    CancelOptimisation,
    FinishOptimisation,
    RequestOptimisation,
)
from domain.scents.commands.safety import (
    DecideCategory,
    ImportSafetyRules,
    RecordAllergenRule,
    RecordClearance,
    RecordStandard,
    WithdrawAllergenRule,
    WithdrawClearance,
    WithdrawStandard,
)

__all__ = [
    "CancelOptimisation",
    "DecideCategory",
    "FinishOptimisation",
    "ImportSafetyRules",
    "RecordAllergenRule",
    "RecordClearance",
    "RecordStandard",
    "RequestOptimisation",
    "WithdrawAllergenRule",
    "WithdrawClearance",
    "WithdrawStandard",
]
