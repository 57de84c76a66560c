"""Vapour pressures over the liquid as `chemicals` has them: fits to measurements, no estimates.

The tables have misprints and poles, so a fit is taken only where it is sound at room temperature.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from domain.kernel import BadInput
from domain.scents.material import NoData
from domain.scents.measured import ROOM
from domain.scents.physics.vapour import GAS_CONSTANT, Correlation, VapourPressure
from scents.library_tables import Row, library, row_of

FAR = 100.0
"""K beyond its range at which a fit says nothing any more: that of triethyl citrate, made from
400 K on, gives 0.006 Pa at room temperature, where 0.25 Pa is measured (GESTIS)."""

PRESSURES = (1e-15, 1e8)
"""Pa at room temperature, well beyond all liquids on both sides."""

ENTHALPIES = (5e3, 3e5)
"""J/mol of vaporisation at room temperature, well beyond all liquids on both sides."""


def look_up_vapour_pressure(cas: str) -> VapourPressure | NoData:
    """The sound fit that was made nearest to room temperature; of the first table, where several
    were made there."""
    found = [fit for table in TABLES if (fit := table(cas)) is not None]
    fits = [fit for fit in found if isinstance(fit, VapourPressure)]
    near = [fit for fit in fits if _distance_from_room(fit) <= FAR]
    sound = [fit for fit in near if _is_sound(fit)]
    if sound:
        return min(sound, key=_distance_from_room)
    if near:
        return NoData(f"{near[0].source}: the fit is not sound at room temperature")
    if fits:
        return NoData(f"{fits[0].source}: fitted from {fits[0].lowest:.0f} K only")
    if found and isinstance(found[0], NoData):
        return found[0]
    tables = "Antoine (Poling), Perry 8th ed. table 2-8, Landolt-Boernstein IV/20"
    return NoData(f"{library('chemicals')}: {tables}")


def _distance_from_room(fit: VapourPressure) -> float:
    """K between room temperature and the range of the fit, nil within."""
    lowest, highest = fit.lowest or 0.0, fit.highest or math.inf
    return max(lowest - ROOM, ROOM - highest, 0.0)


def _is_sound(fit: VapourPressure) -> bool:
    """Whether pressure and enthalpy of vaporisation (Clausius and Clapeyron: R T**2 dlnP/dT) are
    those of a liquid. Misprints were found among Antoine's coefficients only."""
    if fit.correlation is not Correlation.ANTOINE:
        return True
    a, b, c = fit.coefficients
    if ROOM + c <= 0:
        return False
    exponent = a + 3 - b / (ROOM + c)
    enthalpy = GAS_CONSTANT * math.log(10) * b * (ROOM / (ROOM + c)) ** 2
    least, most = (math.log10(pressure) for pressure in PRESSURES)
    return least <= exponent <= most and ENTHALPIES[0] <= enthalpy <= ENTHALPIES[1]


def _antoine_poling(cas: str) -> VapourPressure | NoData | None:
    """The table has log10(P/Pa); a kPa is 10**3 Pa."""
    from chemicals import vapor_pressure

    row = row_of(vapor_pressure.Psat_data_AntoinePoling, cas)
    if row is None:
        return None
    return _fit(row, Correlation.ANTOINE, (row["A"] - 3, row["B"], row["C"]), "Antoine (Poling)")


def _dippr_perry(cas: str) -> VapourPressure | NoData | None:
    from chemicals import vapor_pressure

    row = row_of(vapor_pressure.Psat_data_Perrys2_8, cas)
    if row is None:
        return None
    coefficients = tuple(row[f"C{place}"] for place in range(1, 6))
    return _fit(row, Correlation.DIPPR101, coefficients, "DIPPR 101 (Perry 8th ed., table 2-8)")


def _antoine_landolt(cas: str) -> VapourPressure | NoData | None:
    """The table has ln(P/Pa); ln x is ln 10 times log10 x."""
    from chemicals import vapor_pressure

    row = row_of(vapor_pressure.Psat_data_Landolt_Antoine, cas)
    if row is None:
        return None
    ten = math.log(10)
    coefficients = (row["A"] / ten - 3, row["B"] / ten, row["C"])
    return _fit(row, Correlation.ANTOINE, coefficients, "Antoine (Landolt-Boernstein IV/20)")


def _fit(
    row: Row, correlation: Correlation, coefficients: tuple[float, ...], table: str
) -> VapourPressure | NoData:
    source = f"{library('chemicals')}, {table}"
    try:
        return VapourPressure(
            correlation,
            tuple(float(coefficient) for coefficient in coefficients),
            source=source,
            lowest=float(row["Tmin"]),
            highest=float(row["Tmax"]),
        )
    except BadInput:
        return NoData(f"{source}: the fit is not sound in its own range")


TABLES: tuple[Callable[[str], VapourPressure | NoData | None], ...] = (
    _antoine_poling,
    _dippr_perry,
    _antoine_landolt,
)
