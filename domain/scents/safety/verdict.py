"""What the check of a formula found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.scents.safety.standard import Limit


class Status(StrEnum):
    """How a part of the contents stands with the rules."""

    OK = "ok"
    EXCEEDED = "exceeded"
    PROHIBITED = "prohibited"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """What one standard, or one allowance shared by several, says of the contents.

    `subject` is its name, or the code of a material that nobody has looked at; `materials` are the
    codes that count, the largest part first. `share` is the mass fraction of the finished product
    at this dose; `use` the part of what is allowed that it takes up (1.0: all), None where there
    is no number. `largest_dose` is the dose that uses all of it up, at most 1; 0 where prohibited,
    None where unknown.
    """

    status: Status
    subject: str
    materials: tuple[str, ...]
    share: float
    limit: Limit | None = None
    use: float | None = None
    largest_dose: float | None = None
    reason: str = ""

    @property
    def blocks(self) -> bool:
        return self.status is not Status.OK


@dataclass(frozen=True)
class Condition:
    """What a standard demands of the raw material; no formula tells, so a person must see to it."""

    standard: str
    materials: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Verdict:
    """The answer for one amendment, category and dose.

    It passes only if no finding blocks: what nobody has looked at never passes.
    """

    amendment: str
    category: str
    dose: float
    findings: tuple[Finding, ...]
    conditions: tuple[Condition, ...] = ()

    @property
    def passes(self) -> bool:
        return not self.blocking

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def binding(self) -> Finding | None:
        """The finding that allows the least; None if nothing limits, or something is unknown."""
        if any(finding.status is Status.UNKNOWN for finding in self.findings):
            prohibited = (f for f in self.findings if f.status is Status.PROHIBITED)
            return next(prohibited, None)
        limited = [(f.largest_dose, f) for f in self.findings if f.largest_dose is not None]
        dose, finding = min(limited, key=lambda pair: pair[0], default=(1.0, None))
        return finding if dose < 1 else None

    @property
    def largest_dose(self) -> float | None:
        """The largest share of the finished product that the formula may be, at most 1.

        0 where something is prohibited; else None where something is unknown.
        """
        if self.binding is not None:
            return self.binding.largest_dose
        unknown = any(finding.status is Status.UNKNOWN for finding in self.findings)
        return None if unknown else 1.0
