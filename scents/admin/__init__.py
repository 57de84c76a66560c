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
)
from scents.admin.sourcing import decisions, policies, scents
from scents.admin.surveys import results, survey

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
    "results",
    "scents",
    "suppliers",
    "survey",
]
