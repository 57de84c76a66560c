"""The tables of the laboratory: columns, constraints, indexes; the rules are elsewhere."""

from scents.models.deliveries import (
    Delivery,
)
from scents.models.formulas import (
    Formula,
    FormulaVersion,
)
from scents.models.imports import (
    LaboratoryImport,
)
from scents.models.materials import (
    Material,
)
from scents.models.optimisations import (
    Optimisation,
)
from scents.models.safety import (
    AllergenRule,
    Clearance,
    DeliveryFormat,
    Revised,
    SafetyRevision,
    Standard,
)
from scents.models.sourcing import (
    DecisionPolicy,
    ScentSource,
    SourcingDecision,
)
from scents.models.suppliers import (
    Offer,
    PriceList,
    Supplier,
)
from scents.models.surveys import (
    SampleAssignment,
    Survey,
    SurveyResponse,
    SurveyResult,
    SurveyTally,
    SurveyTotal,
)

__all__ = [
    "AllergenRule",
    "Clearance",
    "DecisionPolicy",
    "Delivery",
    "DeliveryFormat",
    "Formula",
    "FormulaVersion",
    "LaboratoryImport",
    "Material",
    "Offer",
    "Optimisation",
    "PriceList",
    "Revised",
    "SafetyRevision",
    "SampleAssignment",
    "ScentSource",
    "SourcingDecision",
    "Standard",
    "Supplier",
    "Survey",
    "SurveyResponse",
    "SurveyResult",
    "SurveyTally",
    "SurveyTotal",
]
