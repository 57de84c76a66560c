"""What the scents context can be told to do."""

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
    "DecideCategory",
    "RecordAllergenRule",
    "RecordClearance",
    "RecordStandard",
    "WithdrawAllergenRule",
    "WithdrawClearance",
    "WithdrawStandard",
]
