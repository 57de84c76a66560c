"""Materials: single chemicals, naturals with their constituents, and solvents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel import BadInput
from domain.scents import material_rules as rules
from domain.scents.cas import require_cas
from domain.scents.measured import Measured
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.substance import Substance
from domain.scents.physics.vapour import VapourPressure


class Kind(StrEnum):
    """What a material is."""

    CHEMICAL = "chemical"
    NATURAL = "natural"
    SOLVENT = "solvent"


@dataclass(frozen=True)
class NoData:
    """Somebody has looked and found nothing; `searched` says where."""

    searched: str

    def __post_init__(self) -> None:
        rules.require_text("searched", self.searched, longest=rules.LONGEST_NOTE)


@dataclass(frozen=True)
class Groups:
    """UNIFAC subgroup numbers of the original (Fredenslund) table, with their counts, sorted.
    Raises BadInput."""

    counts: tuple[tuple[int, int], ...]
    source: str

    def __post_init__(self) -> None:
        rules.require_groups(self.counts)
        rules.require_text("source", self.source, longest=rules.LONGEST_NOTE)


@dataclass(frozen=True)
class Constituent:
    """What a natural is made of: `typical` and `most` of it, as fractions by mass. Odour is
    reckoned with the typical share, safety with the most. Raises BadInput."""

    code: str
    typical: float
    most: float
    source: str

    def __post_init__(self) -> None:
        if not 0 < self.typical <= self.most <= 1:
            raise BadInput("constituents", "must have shares with 0 < typical <= most <= 1")
        rules.require_text("source", self.source, longest=rules.LONGEST_NOTE)


Property = Measured | VapourPressure | Groups | Threshold | DoseResponse | NoData


@dataclass(frozen=True)
class Material:
    """A material as the laboratory knows it, under its own `code`.

    A property is None where nobody has looked yet. `molar_mass` in g/mol, `density` in g/mL. The
    constituents of a natural may add up to less than one; what is left is unidentified. They are
    chemicals, never naturals themselves. Raises BadInput.
    """

    code: str
    name: str
    kind: Kind = Kind.CHEMICAL
    cas: str = ""
    molar_mass: Measured | NoData | None = None
    density: Measured | NoData | None = None
    vapour_pressure: VapourPressure | NoData | None = None
    groups: Groups | NoData | None = None
    smell: Threshold | DoseResponse | NoData | None = None
    constituents: tuple[Constituent, ...] = ()
    note: str = ""
    descriptors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rules.require_code(self.code)
        rules.require_text("name", self.name)
        if self.cas:
            require_cas(self.cas)
        rules.require_measured(
            "molar_mass", self.molar_mass, "g/mol", rules.LIGHTEST, rules.HEAVIEST
        )
        rules.require_measured("density", self.density, "g/mL", rules.THINNEST, rules.DENSEST)
        if self.constituents and self.kind is not Kind.NATURAL:
            raise BadInput("constituents", "only a natural has constituents")
        rules.require_constituents(self.constituents)

    @property
    def gaps(self) -> tuple[str, ...]:
        """Names of the properties that are not known, for people to fill."""
        names = ["molar_mass", "density", "vapour_pressure", "groups", "smell"]
        if self.kind is Kind.NATURAL:
            names = ["density"]
        missing = [name for name in names if isinstance(getattr(self, name), NoData | None)]
        if self.kind is Kind.NATURAL and not self.constituents:
            missing.append("constituents")
        return tuple(missing)

    def substance(self) -> Substance | None:
        """As the physics sees it; None where the molar mass is not known (so of all naturals)."""
        if not isinstance(self.molar_mass, Measured):
            return None
        return Substance(
            self.code,
            self.molar_mass.value,
            self.vapour_pressure if isinstance(self.vapour_pressure, VapourPressure) else None,
            self.groups.counts if isinstance(self.groups, Groups) else (),
            self.smell if isinstance(self.smell, Threshold | DoseResponse) else None,
        )


Materials = Mapping[str, Material]
"""The library by code."""
