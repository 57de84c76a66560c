"""The read side: plain rows for pages and answers."""

from scents.queries.safety import (
    IN_FORCE,
    category_of,
    delivery_formats,
    history_of,
    rules_of,
    standards_naming,
)

__all__ = [
    "IN_FORCE",
    "category_of",
    "delivery_formats",
    "history_of",
    "rules_of",
    "standards_naming",
]
