"""What handlers of the laboratory need of the world."""

from scents.ports.formulas import (
    AbstractFormulaRepository,
    FormulasUnitOfWork,
    MaterialsOf,
    RecipesOf,
    SafetyOf,
    Verdict,
)

__all__ = [
    "AbstractFormulaRepository",
    "FormulasUnitOfWork",
    "MaterialsOf",
    "RecipesOf",
    "SafetyOf",
    "Verdict",
]
