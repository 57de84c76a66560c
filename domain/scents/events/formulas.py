"""What has happened to formulas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.kernel import Event


@dataclass(frozen=True)
class FormulaApproved(Event):
    """A second person lets a version (CODE@number) be made and sold."""

    version: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ApprovalWithdrawn(Event):
    """A version (CODE@number) may not be sold any more."""

    version: str
    by: str
    at: datetime
    reason: str
