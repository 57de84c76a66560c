"""What a batch was made from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.kernel import BadInput, Refused

_VERSION = re.compile(r"[A-Z0-9][A-Z0-9-]{0,59}@[1-9][0-9]{0,5}")


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
        if self.formula and not _VERSION.fullmatch(self.formula):
            raise BadInput("formula", "must be a code and a version, such as SEA-BREEZE@3")


UNKNOWN = Origin()
"""Nobody said."""
