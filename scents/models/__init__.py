"""The tables of the laboratory: columns, constraints, indexes; the rules are elsewhere."""

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
from scents.models.suppliers import (
    Offer,
    PriceList,
    Supplier,
)

__all__ = [
    "AllergenRule",
    "Clearance",
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
    "Standard",
    "Supplier",
]
