"""An open film of liquid, and the air that carries its vapour off."""

from __future__ import annotations

from dataclasses import dataclass

from domain.scents.measured import ROOM, require_positive, require_within

WATER = 18.015
"""Molar mass in g/mol."""


@dataclass(frozen=True)
class Film:
    """An open, well mixed film of liquid, and the air that passes over it. Raises BadInput.

    `mass` in g, `area` in m2, `temperature` in K. `transfer` is the mass transfer coefficient of
    water vapour in that air in m/s; 0.0083 is common indoors (Matthiessen, Chem. Eng. Prog. 82
    (1986) no. 4, 30). `airflow` is the fresh air through the room in m3/s, None for so much that
    no vapour gathers. The defaults are a spray on a hand's breadth of skin.
    """

    mass: float = 0.1
    area: float = 0.01
    temperature: float = ROOM
    transfer: float = 0.0083
    airflow: float | None = None

    def __post_init__(self) -> None:
        require_positive("temperature", self.temperature)
        for name in ("mass", "area", "transfer", "airflow"):
            if (value := getattr(self, name)) is not None:
                require_within(name, value, 1e-12, 1e12)

    def conductance(self, molar_mass: float) -> float:
        """In m3/s: the area times the mass transfer coefficient of a substance, that of water by
        the cube root of the molar masses (Matthiessen 1986; Crowl & Louvar, Chemical Process
        Safety, on source models)."""
        return float(self.area * self.transfer * (WATER / molar_mass) ** (1 / 3))

    def reach(self, molar_mass: float) -> float | None:
        """What fraction of the concentration above the film the air of the room gets to, once
        as much leaves it as the film gives off; None in the open."""
        if self.airflow is None:
            return None
        given = self.conductance(molar_mass)
        return given / (self.airflow + given)
