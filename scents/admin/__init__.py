"""The back office of the laboratory."""

from scents.admin import (  # registers them
    allergens,
    clearances,
    decisions,
    formats,
    formulas,
    imports,
    limits,
    materials,
    optimisations,
    policies,
    scents,
    suppliers,
    survey_results,
    surveys,
)

__all__ = [
    "allergens",
    "clearances",
    "decisions",
    "formats",
    "formulas",
    "imports",
    "limits",
    "materials",
    "optimisations",
    "policies",
    "scents",
    "suppliers",
    "survey_results",
    "surveys",
]
