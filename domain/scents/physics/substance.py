"""What the physics must know of one chemical."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel import BadInput
from domain.scents.measured import require_within
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.vapour import VapourPressure

MOST_GROUPS = 100
"""Of one kind in a molecule; beyond, it is a polymer, for which UNIFAC is not made."""


@dataclass(frozen=True)
class Substance:
    """One chemical; None, and no groups, where nobody has measured.

    `molar_mass` in g/mol; `groups` are UNIFAC subgroup numbers of the original (Fredenslund) table
    with their counts, sorted. Raises BadInput.
    """

    code: str
    molar_mass: float
    vapour_pressure: VapourPressure | None = None
    groups: tuple[tuple[int, int], ...] = ()
    smell: Threshold | DoseResponse | None = None

    def __post_init__(self) -> None:
        require_within("molar_mass", self.molar_mass, 1.0, 1e5)
        if not all(1 <= count <= MOST_GROUPS for _, count in self.groups):
            raise BadInput("groups", f"a subgroup is there 1 to {MOST_GROUPS} times")
        if len({number for number, _ in self.groups}) < len(self.groups):
            raise BadInput("groups", "each subgroup is counted once")
