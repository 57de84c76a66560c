"""The back office of the laboratory."""

from scents.admin import (  # registers them
    allergens,
    clearances,
    formats,
    formulas,
    imports,
    limits,
    materials,
    optimisations,
    suppliers,
    survey_results,
    surveys,
)

__all__ = [
    "allergens",
    "clearances",
    "formats",
    "formulas",
    "imports",
    "limits",
    "materials",
    "optimisations",
    "suppliers",
    "survey_results",
    "surveys",
]
