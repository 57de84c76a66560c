"""How much of a substance in the air is smelled, and how strongly."""

from __future__ import annotations

import math
from dataclasses import dataclass

from domain.kernel import BadInput
from domain.scents.measured import require_finite, require_positive, require_within

BARELY_DETECTABLE = 1.4
"""Where "barely detectable" stands on the labelled magnitude scale (Green, Shaffer & Gilmore,
Chem. Senses 18 (1993) 683); the threshold of a dose-response curve is taken there."""

FAINTEST, STRONGEST = 1e-20, 1e6
"""Thresholds in g/m3: less than a few molecules in a cubic metre, and more than a liquid."""


@dataclass(frozen=True)
class Threshold:
    """The odour detection threshold: the concentration in air, in g/m3, at which half of a panel
    notices something; at `temperature` in K, None where the source names none. Raises BadInput."""

    concentration: float
    source: str
    uncertainty: float | None = None
    temperature: float | None = None

    def __post_init__(self) -> None:
        require_within("concentration", self.concentration, FAINTEST, STRONGEST)
        _require_source(self.source)
        if self.temperature is not None:
            require_positive("temperature", self.temperature)
        if self.uncertainty is not None and not 0 <= self.uncertainty < math.inf:
            raise BadInput("uncertainty", "must not be negative")

    @property
    def threshold(self) -> float:
        """In g/m3."""
        return self.concentration

    def odour_value(self, concentration: float) -> float:
        """How many times its threshold the `concentration` in g/m3 is."""
        return _air(concentration) / self.concentration

    def intensity(self, concentration: float) -> None:
        """A threshold alone does not tell how strong it smells."""
        _air(concentration)


@dataclass(frozen=True)
class DoseResponse:
    """The perceived intensity by concentration in air, as Wakayama et al. (Ind. Eng. Chem. Res.
    2019, doi:10.1021/acs.iecr.9b01225) fitted it:

    I = most / (1 + exp(-(log10(c) - c_half) / slope)), c in ug/L (which is mg/m3).

    Raises BadInput, also for the curve of no slope that a fit gives where it has failed.
    """

    c_half: float
    slope: float
    most: float
    source: str

    def __post_init__(self) -> None:
        require_finite("c_half", self.c_half)
        require_positive("slope", self.slope)
        require_positive("most", self.most)
        _require_source(self.source)
        for exponent in (self.c_half, self._threshold_exponent() or 0.0):
            require_within("c_half", exponent - 3, math.log10(FAINTEST), math.log10(STRONGEST))

    @property
    def threshold(self) -> float | None:
        """The concentration in g/m3 that is barely detectable, where the intensity is 1.4; None
        where the smell never gets that strong."""
        exponent = self._threshold_exponent()
        return None if exponent is None else 1e-3 * 10**exponent

    def odour_value(self, concentration: float) -> float | None:
        """How many times the threshold the `concentration` in g/m3 is; None without threshold."""
        air, threshold = _air(concentration), self.threshold
        return None if threshold is None else air / threshold

    def intensity(self, concentration: float) -> float:
        """On the labelled magnitude scale, between 0 and `most`, at `concentration` in g/m3."""
        if _air(concentration) == 0:
            return 0.0
        z = (math.log10(concentration) + 3 - self.c_half) / self.slope
        return self.most / (1 + math.exp(-z)) if z > -700 else 0.0

    def _threshold_exponent(self) -> float | None:
        """log10 of the threshold in mg/m3, by solving the curve for I = 1.4."""
        if self.most <= BARELY_DETECTABLE:
            return None
        odds = (self.most - BARELY_DETECTABLE) / BARELY_DETECTABLE
        return self.c_half - self.slope * math.log(odds)


def _air(concentration: float) -> float:
    require_finite("concentration", concentration)
    if concentration < 0:
        raise BadInput("concentration", "must not be negative")
    return concentration


def _require_source(source: str) -> None:
    if not source.strip():
        raise BadInput("source", "must say where the value comes from")
