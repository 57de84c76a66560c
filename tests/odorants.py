"""Substances for the tests of the laboratory's physics.

The quartet is research 2.5's: vapour pressures (Antoine, kPa and K) from viniviena's
PerfumeEngineering (PerfumeDiffusionModel.jl), thresholds as given there. Groups are by number of
the published table, as ugropy 3.2 assigns them.
"""

from domain.scents.physics.smell import Threshold
from domain.scents.physics.substance import Substance
from domain.scents.physics.vapour import Correlation, VapourPressure

HEXANE = Substance("hexane", 86.18, groups=((1, 2), (2, 4)))
BUTANONE = Substance("butanone", 72.11, groups=((1, 1), (2, 1), (18, 1)))
ACETONE = Substance("acetone", 58.08, groups=((1, 1), (18, 1)))
PENTANE = Substance("pentane", 72.15, groups=((1, 2), (2, 3)))
DIETHYLAMINE = Substance("diethylamine", 73.14, groups=((1, 2), (2, 1), (32, 1)))
HEPTANE = Substance("heptane", 100.2, groups=((1, 2), (2, 5)))
WATER = Substance("water", 18.015, groups=((16, 1),))
METHYLAMINE = Substance("methylamine", 31.06, groups=((28, 1),))
MYSTERY = Substance("mystery", 200.0)


def antoine(*coefficients: float) -> VapourPressure:
    source = "viniviena/PerfumeEngineering"
    return VapourPressure(Correlation.ANTOINE, coefficients, source)


def odorant(
    code: str,
    molar_mass: float,
    coefficients: tuple[float, ...],
    groups: dict[int, int],
    threshold: float,
) -> Substance:
    smell = Threshold(threshold, "research 2.5")
    return Substance(code, molar_mass, antoine(*coefficients), tuple(groups.items()), smell)


LIMONENE = odorant(
    "limonene", 136.23, (6.81591, 2075.62, -16.65), {1: 2, 2: 3, 3: 1, 7: 1, 8: 1}, 2.45e-3
)
GERANIOL = odorant("geraniol", 154.25, (8.64144, 3287.427, 0), {1: 3, 2: 3, 8: 2, 14: 1}, 2.48e-5)
VANILLIN = odorant(
    "vanillin", 152.15, (10.9356, 4535.023, 0), {9: 3, 10: 2, 17: 1, 20: 1, 24: 1}, 1.87e-7
)
VANILLIN_MISREAD = odorant(
    "vanillin", 152.15, (10.9356, 4535.023, 0), {9: 3, 10: 2, 17: 1, 24: 1, 26: 1}, 1.87e-7
)
ETHANOL = odorant("ethanol", 46.07, (7.239148, 1582.195, -48.854770), {1: 1, 2: 1, 14: 1}, 5.53e-2)
QUARTET = (LIMONENE, GERANIOL, VANILLIN, ETHANOL)
SHARES = (0.12, 0.12, 0.06, 0.70)
KNOWN = (*QUARTET, HEXANE, BUTANONE, ACETONE, PENTANE, DIETHYLAMINE, HEPTANE, WATER)
