"""Vapour pressures: named correlations with their coefficients, range and source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True)
class VapourPressure:
    """The vapour pressure of a pure substance.

    `lowest` and `highest` bound the temperatures in K for which the correlation was fitted, None
    where the source names none; beyond them a value is an extrapolation and is told as one.
    `uncertainty` is relative (0.05: five per cent).
    """

    correlation: Correlation
    coefficients: tuple[float, ...]
    source: str
    lowest: float | None = None
    highest: float | None = None
    uncertainty: float | None = None
