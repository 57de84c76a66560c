"""How much of a substance in the air is smelled, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    """The odour detection threshold: the concentration in air, in g/m3, at which half of a panel
    notices something."""

    concentration: float
    source: str
    uncertainty: float | None = None


@dataclass(frozen=True)
class DoseResponse:
    """The perceived intensity by concentration in air, as Wakayama et al. (2019) fitted it:

    I = most / (1 + exp(-(log10(c) - c_half) / slope)), c in ug/L (which is mg/m3).
    """

    c_half: float
    slope: float
    most: float
    source: str
