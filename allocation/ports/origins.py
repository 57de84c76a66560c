"""What handlers need to know of formulas."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class ApprovedFormulas(Protocol):
    """Versions of formulas (CODE@version) that may be sold."""

    def has(self, version: str) -> bool: ...

    def note(self, version: str, *, approved: bool, at: datetime) -> None:
        """What was decided last counts, in whatever order the news arrives."""
