"""The tables of the laboratory: columns, constraints, indexes; the rules are elsewhere."""

from scents.models.imports import (
    LaboratoryImport,
)
from scents.models.materials import (
    Material,
)
from scents.models.suppliers import (
    Offer,
    PriceList,
    Supplier,
)

__all__ = [
    "LaboratoryImport",
    "Material",
    "Offer",
    "PriceList",
    "Supplier",
]
