"""The back office of the laboratory."""

from scents.admin import (  # registers them
    formulas,
)

__all__ = [
    "formulas",
]
