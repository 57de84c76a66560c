"""What handlers of the laboratory need of the world."""

from scents.ports.formulas import (
    AbstractFormulaRepository,
    FormulasUnitOfWork,
    MaterialsOf,
    RecipesOf,
    SafetyOf,
    Verdict,
)
from scents.ports.imports import (
    AbstractImportRepository,
    ImportUnitOfWork,
)
from scents.ports.materials import (
    AbstractMaterialRepository,
    LookUp,
    MaterialUnitOfWork,
)
from scents.ports.optimisations import (
    AbstractOptimisationRepository,
    OptimisationsUnitOfWork,
)
from scents.ports.safety import (
    AbstractRevisedRepository,
    AbstractStandardRepository,
    SafetyUnitOfWork,
)
from scents.ports.suppliers import (
    AbstractPriceListRepository,
    AbstractSupplierRepository,
    SupplierUnitOfWork,
)

__all__ = [
    "AbstractFormulaRepository",
    "AbstractImportRepository",
    "AbstractMaterialRepository",
    "AbstractOptimisationRepository",
    "AbstractPriceListRepository",
    "AbstractRevisedRepository",
    "AbstractStandardRepository",
    "AbstractSupplierRepository",
    "FormulasUnitOfWork",
    "ImportUnitOfWork",
    "LookUp",
    "MaterialUnitOfWork",
    "MaterialsOf",
    "OptimisationsUnitOfWork",
    "RecipesOf",
    "SafetyOf",
    "SafetyUnitOfWork",
    "SupplierUnitOfWork",
    "Verdict",
]
