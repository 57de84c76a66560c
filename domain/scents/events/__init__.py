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
from domain.scents.events.sourcing import (
    MarketResearchImported,
    PolicyRecorded,
    ScentUpdated,
    SourcingDecided,
    SourcingReopened,
)
from domain.scents.events.suppliers import (
    OfferEnded,
    OfferMade,
    OfferWithdrawn,
    SupplierChanged,
    SupplierRegistered,
)
from domain.scents.events.surveys import (
    EvidenceGathered,
    InvitationsIssued,
    ResponseErased,
    ResponsesRecorded,
    SurveyClosed,
    SurveyDrafted,
    SurveyOpened,
    SurveyUnblinded,
)

__all__ = [
    "AllergenRuleRecorded",
    "AllergenRuleWithdrawn",
    "ApprovalWithdrawn",
    "CategoryDecided",
    "ClearanceRecorded",
    "ClearanceWithdrawn",
    "ConstituentsRecorded",
    "EvidenceGathered",
    "FormulaApproved",
    "FormulaDrafted",
    "FormulaRevised",
    "ImportApplied",
    "ImportPrepared",
    "InvitationsIssued",
    "MarketResearchImported",
    "MaterialDescribed",
    "MaterialRestored",
    "MaterialRetired",
    "OfferEnded",
    "OfferMade",
    "OfferWithdrawn",
    "OptimisationCancelled",
    "OptimisationFinished",
    "OptimisationRequested",
    "PolicyRecorded",
    "PropertyRecorded",
    "ResponseErased",
    "ResponsesRecorded",
    "ScentUpdated",
    "SourcingDecided",
    "SourcingReopened",
    "StandardRecorded",
    "StandardWithdrawn",
    "SupplierChanged",
    "SupplierRegistered",
    "SurveyClosed",
    "SurveyDrafted",
    "SurveyOpened",
    "SurveyUnblinded",
]
