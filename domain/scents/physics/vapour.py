"""Vapour pressures: named correlations with their coefficients, range and source."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel import BadInput, Refused
from domain.scents.measured import ROOM, require_finite, require_positive, require_within

GAS_CONSTANT = 8.31446261815324
"""R in J/(mol K), exact since 2019 (CODATA 2018)."""

LOWEST_PRESSURE, HIGHEST_PRESSURE = 1e-30, 1e9
"""Pa. No substance has a critical pressure near the highest (mercury's, 1.7e8, is of the highest
known); at the lowest a cubic kilometre of air holds less than one molecule."""


class Correlation(StrEnum):
    """How the pressure follows from the temperature T in K; `coefficients` in this order."""

    ANTOINE = "antoine"
    """log10(P/kPa) = A - B/(T + C); A, B, C."""
    DIPPR101 = "dippr101"
    """ln(P/Pa) = A + B/T + C ln T + D T**E; A, B, C, D, E."""
    CLAUSIUS = "clausius"
    """ln(P/P0) = -H/R (1/T - 1/T0); P0 in Pa, T0 in K, H in J/mol."""
    POINT = "point"
    """Measured at one temperature and used at no other (to within 1 K); P0 in Pa, T0 in K."""


POINT_REACH = 1.0
"""How far, in K, from its temperature a single measured point is used."""

CELSIUS_FIT = 150.0
"""C in K is rarely above zero, in degrees Celsius nearly always above this: of the 325 fits in
Poling, Prausnitz & O'Connell (The Properties of Gases and Liquids, 5th ed.), in K, none is."""

NEARBY = 10.0
"""K."""

_COEFFICIENTS = {
    Correlation.ANTOINE: ("A", "B", "C"),
    Correlation.DIPPR101: ("A", "B", "C", "D", "E"),
    Correlation.CLAUSIUS: ("P0", "T0", "H"),
    Correlation.POINT: ("P0", "T0"),
}
_POSITIVE = {"P0", "T0", "H"}


class ImpossiblePressure(Refused):
    """A correlation gives no pressure that a substance could have at this temperature."""

    code = "impossible-pressure"


@dataclass(frozen=True)
class VapourPressure:
    """The vapour pressure of a pure substance.

    `lowest` and `highest` bound the temperatures in K for which the correlation was fitted, None
    where the source names none; beyond them a value is an extrapolation and is told as one.
    `uncertainty` is relative (0.05: five per cent). Raises BadInput for coefficients that no
    substance could have.
    """

    correlation: Correlation
    coefficients: tuple[float, ...]
    source: str
    lowest: float | None = None
    highest: float | None = None
    uncertainty: float | None = None

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise BadInput("source", "must say where the correlation comes from")
        if self.uncertainty is not None and not 0 <= self.uncertainty < math.inf:
            raise BadInput("uncertainty", "must not be negative")
        self._require_coefficients()
        self._require_range()

    def covers(self, temperature: float) -> bool:
        """Whether the source vouches for this temperature in K; without bounds it always does."""
        if self.correlation is Correlation.POINT:
            return abs(temperature - self.coefficients[1]) <= POINT_REACH
        lowest, highest = self.lowest or 0.0, self.highest or math.inf
        return lowest <= temperature <= highest

    def pressure(self, temperature: float) -> float | None:
        """In Pa at `temperature` in K; an extrapolation where it is not covered.

        None for a single point beyond its reach: nothing is known there, and nothing is guessed.
        Raises BadInput for a temperature that is not above zero, ImpossiblePressure where the
        correlation breaks down (the pole of Antoine's equation, for one).
        """
        require_positive("temperature", temperature)
        if self.correlation is Correlation.POINT:
            return self.coefficients[0] if self.covers(temperature) else None
        try:
            pressure = math.exp(self._logarithm(temperature))
        except (OverflowError, ZeroDivisionError):
            pressure = math.inf
        if not LOWEST_PRESSURE <= pressure <= HIGHEST_PRESSURE:
            raise ImpossiblePressure(
                f"{self.correlation} gives no possible vapour pressure at {temperature:g} K"
            )
        return pressure

    def _logarithm(self, temperature: float) -> float:
        """ln(P/Pa)."""
        if self.correlation is Correlation.ANTOINE:
            a, b, c = self.coefficients
            if temperature + c <= 0:  # beyond the pole, where it would give high pressures
                return math.inf
            return math.log(10) * (a - b / (temperature + c)) + math.log(1000)
        if self.correlation is Correlation.CLAUSIUS:
            p0, t0, h = self.coefficients
            return math.log(p0) - h / GAS_CONSTANT * (1 / temperature - 1 / t0)
        a, b, c, d, e = self.coefficients
        power: float = temperature**e
        return a + b / temperature + c * math.log(temperature) + d * power

    def _require_coefficients(self) -> None:
        names = _COEFFICIENTS[self.correlation]
        if len(self.coefficients) != len(names):
            raise BadInput("coefficients", f"{self.correlation} has {', '.join(names)}")
        for name, value in zip(names, self.coefficients, strict=True):
            (require_positive if name in _POSITIVE else require_finite)(name, value)
        if self.correlation is Correlation.ANTOINE:
            require_positive("B", self.coefficients[1])  # or the pressure falls with warmth
            if self.coefficients[2] > CELSIUS_FIT and not (self.lowest and self.highest):
                raise BadInput(
                    "C",
                    "looks like that of a fit in degrees Celsius: subtract 273.15, bring A to kPa "
                    "(from mmHg, subtract 0.8751), or name the lowest and highest temperature in K",
                )

    def _require_range(self) -> None:
        bounds = [bound for bound in (self.lowest, self.highest) if bound is not None]
        if self.correlation in (Correlation.CLAUSIUS, Correlation.POINT):
            require_within("P0", self.coefficients[0], LOWEST_PRESSURE, HIGHEST_PRESSURE)
        for bound in bounds:
            require_positive("temperature", bound)
        if bounds != sorted(bounds):
            raise BadInput("lowest", "must not be above the highest temperature")
        if self.correlation is Correlation.POINT:  # whatever they are, it reaches no farther
            return
        try:
            pressures = [self.pressure(place) or 0.0 for place in self._places(bounds)]
        except ImpossiblePressure as impossible:
            raise BadInput("coefficients", str(impossible)) from None
        if pressures != sorted(pressures):
            raise BadInput("coefficients", "the pressure must not fall with the temperature")

    def _places(self, bounds: list[float]) -> list[float]:
        """The temperatures in K between which the pressure must rise. A slip in the sign of one
        of DIPPR's coefficients makes it fall, so these are looked at without bounds as well."""
        if len(bounds) == 2 or self.correlation is not Correlation.DIPPR101:
            return bounds
        start = self.lowest or (self.highest or ROOM + NEARBY) - NEARBY
        return [start, start + NEARBY]
