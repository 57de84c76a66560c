"""What has happened in the laboratory."""

from domain.scents.events.formulas import (
    ApprovalWithdrawn,
    FormulaApproved,
    FormulaDrafted,
    FormulaRevised,
)
from domain.scents.events.optimisations import (
    OptimisationCancelled,
    OptimisationFinished,
    OptimisationRequested,
)
from domain.scents.events.safety import (
    AllergenRuleRecorded,
    AllergenRuleWithdrawn,
    CategoryDecided,
    ClearanceRecorded,
    ClearanceWithdrawn,
    StandardRecorded,
    StandardWithdrawn,
)

__all__ = [
    "AllergenRuleRecorded",
    "AllergenRuleWithdrawn",
    "ApprovalWithdrawn",
    "CategoryDecided",
    "ClearanceRecorded",
    "ClearanceWithdrawn",
    "FormulaApproved",
    "FormulaDrafted",
    "FormulaRevised",
    "OptimisationCancelled",
    "OptimisationFinished",
    "OptimisationRequested",
    "StandardRecorded",
    "StandardWithdrawn",
]
