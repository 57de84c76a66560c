"""Which rows make one aggregate of the laboratory, and back."""

from scents.repository.formulas import FormulaRepository

__all__ = [
    "FormulaRepository",
]
