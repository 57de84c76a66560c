"""The tables of the laboratory: columns, constraints, indexes; the rules are elsewhere."""

from scents.models.optimisations import (
    Optimisation,
)
from scents.models.safety import (
    AllergenRule,
    Clearance,
    DeliveryFormat,
    SafetyRevision,
    Standard,
)

__all__ = [
    "AllergenRule",
    "Clearance",
    "DeliveryFormat",
    "Optimisation",
    "SafetyRevision",
    "Standard",
]
