"""What the laboratory can be told to do."""

from domain.scents.commands.formulas import (
    ApproveFormula,
    BranchFormula,
    DraftFormula,
    ReviseFormula,
    WithdrawApproval,
)
from domain.scents.commands.intake import (
    ConfirmImport,
    ImportLaboratory,
    PrepareImport,
)
from domain.scents.commands.materials import (
    AddMaterial,
    DescribeMaterial,
    FillMaterial,
    RecordConstituents,
    RecordProperty,
    RestoreMaterial,
    RetireMaterial,
)
from domain.scents.commands.optimisations import (
    CancelOptimisation,
    FinishOptimisation,
    RequestOptimisation,
)
from domain.scents.commands.safety import (
    DecideCategory,
    ImportSafetyRules,
    RecordAllergenRule,
    RecordClearance,
    RecordStandard,
    WithdrawAllergenRule,
    WithdrawClearance,
    WithdrawStandard,
)
from domain.scents.commands.suppliers import (
    ChangeSupplier,
    MakeOffer,
    RegisterSupplier,
    WithdrawOffer,
)

__all__ = [
    "AddMaterial",
    "ApproveFormula",
    "BranchFormula",
    "CancelOptimisation",
    "ChangeSupplier",
    "ConfirmImport",
    "DecideCategory",
    "DescribeMaterial",
    "DraftFormula",
    "FillMaterial",
    "FinishOptimisation",
    "ImportLaboratory",
    "ImportSafetyRules",
    "MakeOffer",
    "PrepareImport",
    "RecordAllergenRule",
    "RecordClearance",
    "RecordConstituents",
    "RecordProperty",
    "RecordStandard",
    "RegisterSupplier",
    "RequestOptimisation",
    "RestoreMaterial",
    "RetireMaterial",
    "ReviseFormula",
    "WithdrawAllergenRule",
    "WithdrawApproval",
    "WithdrawClearance",
    "WithdrawOffer",
    "WithdrawStandard",
]
