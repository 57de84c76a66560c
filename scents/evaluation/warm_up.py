"""What the first evaluation of a process would wait for."""

from __future__ import annotations

from domain.scents.physics.liquid import Liquid
from domain.scents.physics.substance import Substance
from scents.evaluation.units import convert

HEXANE = Substance("HEXANE", 86.18, groups=((1, 2), (2, 4)))
BUTANONE = Substance("BUTANONE", 72.11, groups=((1, 1), (2, 1), (18, 1)))


def warm_up() -> None:
    """Load the tables of UNIFAC and the units: a second, and 50 MB."""
    Liquid([HEXANE, BUTANONE]).gammas([0.5, 0.5])
    convert(1.0, "lb/gal", to="g/mL")
