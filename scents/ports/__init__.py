"""What handlers of the laboratory need of the world."""

from scents.ports.deliveries import (
    Deliveries,
)
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
from scents.ports.sourcing import (
    AbstractScentRepository,
    PageOf,
    SendCommand,
    SourcingUnitOfWork,
    Turn,
    Turns,
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
    "AbstractScentRepository",
    "AbstractStandardRepository",
    "AbstractSupplierRepository",
    "AbstractSurveyRepository",
    "ApprovedVersions",
    "Chance",
    "Deliveries",
    "FormulasUnitOfWork",
    "ImportUnitOfWork",
    "LookUp",
    "MaterialUnitOfWork",
    "MaterialsOf",
    "OptimisationsUnitOfWork",
    "PageOf",
    "RecipesOf",
    "Recorded",
    "Responses",
    "SafetyOf",
    "SafetyUnitOfWork",
    "SendCommand",
    "SourcingUnitOfWork",
    "SupplierUnitOfWork",
    "SurveysUnitOfWork",
    "Turn",
    "Turns",
    "UnitCosts",
    "Verdict",
]
