"""What the libraries `chemicals` and `thermo` hold of a chemical, by its CAS number.

Only their tables of measured data and published fits are read, never an estimation method: what is
in no table is NoData. For the vapour pressure that is the pressure over the liquid; pressures over
a solid are left out, because a mixture needs that of the (undercooled) liquid.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.kernel import NotFound
from domain.scents.cas import is_cas, require_cas
from domain.scents.material import Groups, Material, NoData
from domain.scents.measured import ROOM, Measured
from scents.library_tables import library, row_of
from scents.vapour_tables import look_up_vapour_pressure

if TYPE_CHECKING:
    from chemicals.identifiers import ChemicalMetadata


class UnknownCas(NotFound):
    """The libraries do not know the chemical, or only as another name of `instead`."""

    def __init__(self, cas: str, *, instead: str = "") -> None:
        hint = f"; it is listed with {instead}" if instead else ""
        super().__init__(f"No chemical with the CAS number {cas} in {library('chemicals')}{hint}")


def look_up(cas: str) -> Material:
    """The material as the tables have it, its code suggested from the name.

    Molar mass in g/mol, density in g/mL at 298.15 K. Raises BadInput for what is no CAS number, its
    check digit included, and UnknownCas.
    """
    require_cas(cas)
    found = _identify(cas)
    name = _name(found)
    return Material(
        code=suggest_code(name),
        name=name,
        cas=cas,
        molar_mass=Measured(
            found.MW, "g/mol", f"{library('chemicals')}, identifiers (from the formula)"
        ),
        density=_density(cas, molar_mass=found.MW),
        vapour_pressure=look_up_vapour_pressure(cas),
        groups=_groups(found),
    )


def suggest_code(name: str) -> str:
    """A name as a code of ours: capitals, digits and hyphens, 30 characters at most."""
    return re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-")[:30].strip("-")


def _identify(cas: str) -> ChemicalMetadata:
    from chemicals.identifiers import search_chemical

    try:
        found: ChemicalMetadata = search_chemical(cas)
    except ValueError:
        raise UnknownCas(cas) from None
    if found.CASs != cas:
        raise UnknownCas(cas, instead=found.CASs)
    return found


def _name(found: ChemicalMetadata) -> str:
    """The common name; where that is but a CAS number, the systematic one."""
    return str(found.iupac_name if is_cas(found.common_name) else found.common_name)


def _density(cas: str, *, molar_mass: float) -> Measured | NoData:
    """Of the liquid at 298.15 K, where that lies within the range of the table.

    DIPPR 105 gives mol/m3 (Perry), DIPPR 116 kg/m3 (VDI); the table of VDI names no range, but the
    book does name the melting point, with the vapour pressures.
    """
    from chemicals import vapor_pressure, volume

    perry = row_of(volume.rho_data_Perry_8E_105_l, cas)
    if perry is not None and perry["Tmin"] <= ROOM <= perry["Tmax"]:
        moles = _dippr_105(*(perry[f"C{place}"] for place in range(1, 5)))
        return _liquid(moles * molar_mass / 1e6, "DIPPR 105 (Perry 8th ed., table 2-32)")
    vdi = row_of(volume.rho_data_VDI_PPDS_2, cas)
    melting = row_of(vapor_pressure.Psat_data_VDI_PPDS_3, cas)
    if vdi is not None and melting is not None and melting["Tm"] <= ROOM < vdi["Tc"]:
        mass = _dippr_116(*(vdi[name] for name in ("Tc", "rhoc", "A", "B", "C", "D")))
        return _liquid(mass / 1e3, "PPDS density (VDI Heat Atlas, 2nd ed.)")
    return NoData(f"{library('chemicals')}: Perry 8th ed. table 2-32, VDI Heat Atlas")


def _dippr_105(c1: float, c2: float, c3: float, c4: float) -> float:
    """C1 / C2**(1 + (1 - T/C3)**C4), C3 in K."""
    return float(c1 / c2 ** (1 + (1 - ROOM / c3) ** c4))


def _dippr_116(critical: float, base: float, a: float, b: float, c: float, d: float) -> float:
    """base + A t**0.35 + B t**(2/3) + C t + D t**(4/3) with t = 1 - T/critical."""
    t = 1 - ROOM / critical
    return float(base + a * t**0.35 + b * t ** (2 / 3) + c * t + d * t ** (4 / 3))


def _liquid(density: float, table: str) -> Measured:
    source = f"{library('chemicals')}, {table}"
    return Measured(round(float(density), 5), "g/mL", source, temperature=ROOM)


def _groups(found: ChemicalMetadata) -> Groups | NoData:
    """The assignment by the publisher of UNIFAC; that of a stereoisomer will do, for the groups of
    UNIFAC do not tell stereoisomers apart."""
    from thermo import unifac

    unifac.load_group_assignments_DDBST()
    assigned, skeleton = unifac.DDBST_UNIFAC_assignments, found.InChI_key.partition("-")[0]
    source = f"{library('thermo')}, DDBST UNIFAC assignments"
    if found.InChI_key in assigned:
        return Groups(_counts(assigned[found.InChI_key]), source)
    alike = {_counts(groups) for key, groups in assigned.items() if key.startswith(skeleton + "-")}
    if len(alike) == 1:
        return Groups(alike.pop(), f"{source} (of a stereoisomer)")
    return NoData(source)


def _counts(groups: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(groups.items()))
