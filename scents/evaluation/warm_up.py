"""What the first evaluation, and the first results, of a process would wait for."""

from __future__ import annotations

from domain.scents.physics.liquid import Liquid
from domain.scents.physics.substance import Substance
from domain.scents.statistics.share import posterior_at_least
from scents.evaluation.units import convert

HEXANE = Substance("HEXANE", 86.18, groups=((1, 2), (2, 4)))
BUTANONE = Substance("BUTANONE", 72.11, groups=((1, 1), (2, 1), (18, 1)))


def warm_up() -> None:
    """Load the tables of UNIFAC, the units and the special functions of statistics: a second or
    two, and 50 MB."""
    Liquid([HEXANE, BUTANONE]).gammas([0.5, 0.5])
    convert(1.0, "lb/gal", to="g/mL")
    posterior_at_least(1, 2, threshold=0.5)
