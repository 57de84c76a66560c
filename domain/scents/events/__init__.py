"""What has happened in the laboratory."""

from domain.scents.events.formulas import (
    ApprovalWithdrawn,
    FormulaApproved,
    FormulaDrafted,
    FormulaRevised,
)
from domain.scents.events.intake import (
    ImportApplied,
    ImportPrepared,
)
from domain.scents.events.materials import (
    ConstituentsRecorded,
    MaterialDescribed,
    MaterialRestored,
    MaterialRetired,
    PropertyRecorded,
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
from domain.scents.events.suppliers import (
    OfferEnded,
    OfferMade,
    OfferWithdrawn,
    SupplierChanged,
    SupplierRegistered,
)

__all__ = [
    "AllergenRuleRecorded",
    "AllergenRuleWithdrawn",
    "ApprovalWithdrawn",
    "CategoryDecided",
    "ClearanceRecorded",
    "ClearanceWithdrawn",
    "ConstituentsRecorded",
    "FormulaApproved",
    "FormulaDrafted",
    "FormulaRevised",
    "ImportApplied",
    "ImportPrepared",
    "MaterialDescribed",
    "MaterialRestored",
    "MaterialRetired",
    "OfferEnded",
    "OfferMade",
    "OfferWithdrawn",
    "OptimisationCancelled",
    "OptimisationFinished",
    "OptimisationRequested",
    "PropertyRecorded",
    "StandardRecorded",
    "StandardWithdrawn",
    "SupplierChanged",
    "SupplierRegistered",
]
