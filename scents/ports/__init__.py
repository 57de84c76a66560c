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
from scents.ports.surveys import (
    AbstractPolicyRepository,
    AbstractSurveyRepository,
    ApprovedVersions,
    Chance,
    Recorded,
    Responses,
    SurveysUnitOfWork,
    UnitCosts,
)

__all__ = [
    "AbstractFormulaRepository",
    "AbstractImportRepository",
    "AbstractMaterialRepository",
    "AbstractOptimisationRepository",
    "AbstractPolicyRepository",
    "AbstractPriceListRepository",
    "AbstractRevisedRepository",
    "AbstractStandardRepository",
    "AbstractSupplierRepository",
    "AbstractSurveyRepository",
    "ApprovedVersions",
    "Chance",
    "FormulasUnitOfWork",
    "ImportUnitOfWork",
    "LookUp",
    "MaterialUnitOfWork",
    "MaterialsOf",
    "OptimisationsUnitOfWork",
    "RecipesOf",
    "Recorded",
    "Responses",
    "SafetyOf",
    "SafetyUnitOfWork",
    "SupplierUnitOfWork",
    "SurveysUnitOfWork",
    "UnitCosts",
    "Verdict",
]
