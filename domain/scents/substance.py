"""What the physics must know of one chemical."""

from __future__ import annotations

from dataclasses import dataclass

from domain.scents.smell import DoseResponse, Threshold
from domain.scents.vapour import VapourPressure


@dataclass(frozen=True)
class Substance:
    """One chemical; None, and no groups, where nobody has measured.

    `molar_mass` in g/mol; `groups` are UNIFAC subgroup numbers of the original (Fredenslund) table
    with their counts, sorted.
    """

    code: str
    molar_mass: float
    vapour_pressure: VapourPressure | None = None
    groups: tuple[tuple[int, int], ...] = ()
    smell: Threshold | DoseResponse | None = None
