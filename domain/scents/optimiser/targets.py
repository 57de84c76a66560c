"""What "smells the same" means for each substance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.scents.optimiser.brief import Brief
from domain.scents.optimiser.mixture import odour_values
from domain.scents.optimiser.smells import Smells


class Held(StrEnum):
    """By what a substance is held."""

    ODOUR = "odour value"
    SHARE = "share by mass"
    """Flagged: it has no odour value."""


@dataclass(frozen=True)
class Target:
    """The band of one substance around its value in the reference."""

    code: str
    held: Held
    reference: float
    low: float
    high: float

    @property
    def size(self) -> float:
        """What this value is measured by; one where the reference has none of it."""
        return self.reference or self.high or 1.0

    def tightened(self, tightness: float) -> Target:
        """The limits moved towards the reference by that part of their distance."""
        low = self.low + tightness * (self.reference - self.low)
        high = self.high - tightness * (self.high - self.reference)
        return Target(self.code, self.held, self.reference, low, high)

    def at_least(self) -> str:
        return f"{self._what()} is at least {self.low:.4g} (reference {self.reference:.4g})"

    def at_most(self) -> str:
        if self.reference:
            return f"{self._what()} is at most {self.high:.4g} (reference {self.reference:.4g})"
        return f"{self._what()}, which the reference lacks, is at most {self.high:.4g}"

    def _what(self) -> str:
        return f"The {self.held} of {self.code}"


def targets(brief: Brief, smells: Smells) -> tuple[Target, ...]:
    """One for each substance that the reference or an ingredient has, but for the free ones."""
    values, _ = odour_values(brief, smells, brief.reference)
    strongest = max(values.values(), default=0.0)
    present = {code for i in brief.ingredients for code, share in i.makeup.items() if share}
    present |= {code for code, share in brief.reference.items() if share}
    return tuple(
        _target(brief, code, values, strongest)
        for code in brief.codes
        if code in present and code not in brief.free
    )


def _target(brief: Brief, code: str, values: Mapping[str, float], strongest: float) -> Target:
    held = Held.ODOUR if code in values else Held.SHARE
    reference = values[code] if code in values else brief.reference.get(code, 0.0)
    width = brief.width(code)
    if not reference:
        allowed = brief.strangers * strongest if held is Held.ODOUR else 0.0
        return Target(code, held, 0.0, 0.0, allowed)
    return Target(code, held, reference, max(0.0, 1 - width) * reference, (1 + width) * reference)


def unidentified_most(brief: Brief) -> float:
    """The most mass that nobody has identified: that of the reference, or what the brief allows."""
    return max(1 - sum(brief.reference.values()), brief.unidentified)
