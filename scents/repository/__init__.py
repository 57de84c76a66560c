"""Which rows make one aggregate of the laboratory, and back."""

from scents.repository.formulas import (
    FormulaRepository,
)
from scents.repository.imports import (
    ImportRepository,
)
from scents.repository.materials import (
    MaterialRepository,
)
from scents.repository.optimisations import (
    OptimisationRepository,
)
from scents.repository.revised import (
    RevisedRepository,
)
from scents.repository.safety import (
    AllergenRepository,
    ClearanceRepository,
    FormatRepository,
    StandardRepository,
)
from scents.repository.suppliers import (
    PriceListRepository,
    SupplierRepository,
)

__all__ = [
    "AllergenRepository",
    "ClearanceRepository",
    "FormatRepository",
    "FormulaRepository",
    "ImportRepository",
    "MaterialRepository",
    "OptimisationRepository",
    "PriceListRepository",
    "RevisedRepository",
    "StandardRepository",
    "SupplierRepository",
]
