"""What a batch was made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.kernel import BadInput, Refused

LONGEST = 255
_VERSION = re.compile(r"[^@\s]([^@]*[^@\s])?@[1-9][0-9]{0,5}")


class UnapprovedFormula(Refused):
    """Nobody has approved this version of the formula, so nothing made from it is sold."""

    code = "formula-not-approved"

    def __init__(self, formula: str) -> None:
        super().__init__(
            f"formula {formula} is not approved: have it approved, or announce the batch unreleased"
        )


@dataclass(frozen=True)
class Origin:
    """The version of a formula, as CODE@version, and the code of the supplier; empty where nobody
    said. Raises BadInput."""

    formula: str = ""
    supplier: str = ""

    def __post_init__(self) -> None:
        named = _VERSION.fullmatch(self.formula) and len(self.formula) <= LONGEST
        if self.formula and not named:
            raise BadInput("formula", "must be a code and a version, such as SEA-BREEZE@3")


UNKNOWN = Origin()
"""Nobody said."""


@dataclass(frozen=True)
class DecidedSource:
    """How a scent is made and bought from now on, by the decision that stands. `cost` of a unit in
    `currency`, as it was compared; None: nobody said."""

    origin: Origin
    cost: Decimal | None
    currency: str
    since: datetime
    decision: int
