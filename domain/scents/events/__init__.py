"""What has happened in the scents context."""

from domain.scents.events.safety import (
    AllergenRuleRecorded,
    AllergenRuleWithdrawn,
    CategoryDecided,
    ClearanceRecorded,
    ClearanceWithdrawn,
    StandardRecorded,
    StandardWithdrawn,
)

__all__ = [
    "AllergenRuleRecorded",
    "AllergenRuleWithdrawn",
    "CategoryDecided",
    "ClearanceRecorded",
    "ClearanceWithdrawn",
    "StandardRecorded",
    "StandardWithdrawn",
]
