"""The tables of the laboratory: columns, constraints, indexes; the rules are elsewhere."""

from scents.models.formulas import (
    Formula,
    FormulaVersion,
)
from scents.models.optimisations import (
    Optimisation,
)

__all__ = [
    "Formula",
    "FormulaVersion",
    "Optimisation",
]
