"""Which rows make one aggregate of the laboratory, and back."""

from scents.repository.deliveries import (
    StoredDeliveries,
)
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
from scents.repository.policies import (
    PolicyRepository,
)
from scents.repository.responses import (
    StoredResponses,
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
from scents.repository.sourcing import (
    ScentRepository,
)
from scents.repository.suppliers import (
    PriceListRepository,
    SupplierRepository,
)
from scents.repository.surveys import (
    SurveyRepository,
)

__all__ = [
    "AllergenRepository",
    "ClearanceRepository",
    "FormatRepository",
    "FormulaRepository",
    "ImportRepository",
    "MaterialRepository",
    "OptimisationRepository",
    "PolicyRepository",
    "PriceListRepository",
    "RevisedRepository",
    "ScentRepository",
    "StandardRepository",
    "StoredDeliveries",
    "StoredResponses",
    "SupplierRepository",
    "SurveyRepository",
]
