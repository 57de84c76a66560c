"""Which rows make one aggregate of the laboratory, and back."""

from scents.repository.safety import (
    AllergenRepository,
    ClearanceRepository,
    FormatRepository,
    StandardRepository,
)

__all__ = [
    "AllergenRepository",
    "ClearanceRepository",
    "FormatRepository",
    "StandardRepository",
]
