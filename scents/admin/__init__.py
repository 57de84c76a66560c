"""The back office of the laboratory."""

from scents.admin import (  # registers them
    allergens,
    clearances,
    formats,
    limits,
)

__all__ = [
    "allergens",
    "clearances",
    "formats",
    "limits",
]
