"""UNIFAC, the original one: activity coefficients from the groups that molecules are made of.

Fredenslund, Jones & Prausnitz, AIChE J. 21 (1975) 1086; parameters as revised and published by the
UNIFAC Consortium, from thermo's tables (`UFSG`, `UFIP`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from domain.kernel import BadInput, Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

Groups = tuple[tuple[int, int], ...]

LOWEST, HIGHEST = 273.15, 423.15
"""K: the parameters were fitted to data from about 0 to 150 degrees Celsius (Fredenslund, Gmehling
& Rasmussen, Vapor-Liquid Equilibria Using UNIFAC, 1977)."""


class UnknownSubgroup(BadInput):
    """No such number in the original UNIFAC table."""

    def __init__(self, number: int) -> None:
        super().__init__("groups", f"UNIFAC has no subgroup {number}")


class ImpossibleActivity(Refused):
    """The model has left the world: an activity coefficient beyond e to the power of 100."""

    code = "impossible-activity"


class Unifac:
    """The coefficients of one set of molecules at one temperature in K, for any mole fractions.

    What does not depend on the composition is worked out once. A pair of main groups for which no
    parameters were ever published counts as indifferent to each other (a = 0), and stands in
    `missing`; `lacking[i]` says whether molecule i takes part in such a pair. Raises
    UnknownSubgroup, and BadInput for groups that make no molecule.
    """

    def __init__(self, molecules: Sequence[Groups], *, temperature: float) -> None:
        import numpy as np

        self._np = np
        subgroups = sorted({number for groups in molecules for number, _ in groups})
        table, mains = _table(subgroups)
        self._counts = np.zeros((len(subgroups), len(molecules)))
        for column, groups in enumerate(molecules):
            for number, count in groups:
                self._counts[subgroups.index(number), column] = count
        volumes, self._areas = np.array(table, dtype=np.float64).T
        self._r, self._q = volumes @ self._counts, self._areas @ self._counts
        self._surfaces = self._areas[:, None] * self._counts
        if not self._q.all():
            raise BadInput("groups", "a molecule of these groups alone has no surface")
        interactions, self.missing = _interactions(mains)
        self._psi = np.exp(-np.array(interactions) / temperature)
        self.lacking = _lacking(molecules, dict(zip(subgroups, mains, strict=True)), self.missing)
        pure = self._group_logarithms(self._surfaces / self._surfaces.sum(axis=0))
        self._pure = (self._counts * pure).sum(axis=0)

    def gammas(self, fractions: Vector) -> Vector:
        """Activity coefficients at mole fractions that sum to one; zeros are infinite dilution.

        Raises ImpossibleActivity.
        """
        log = self._np.log
        v, f = self._r / (self._r @ fractions), self._q / (self._q @ fractions)
        combinatorial = 1 - v + log(v) - 5 * self._q * (1 - v / f + log(v / f))
        surfaces = self._surfaces @ fractions
        groups = self._group_logarithms(surfaces / surfaces.sum())
        logarithms = combinatorial + groups @ self._counts - self._pure
        if not abs(logarithms).max() <= 100:
            raise ImpossibleActivity("UNIFAC gives no possible activity for this mixture")
        result: Vector = self._np.exp(logarithms)
        return result

    def _group_logarithms(self, theta: Vector) -> Vector:
        """ln of each group's coefficient where groups have the shares `theta` of the surface, in
        one mixture or, as columns, in several."""
        mixed = self._psi.T @ theta
        per_area = 1 - self._np.log(mixed) - self._psi @ (theta / mixed)
        result: Vector = (self._areas * per_area.T).T
        return result


def require_subgroups(numbers: Iterable[int]) -> None:
    """Raises UnknownSubgroup for the first that the original table lacks."""
    from thermo.unifac import UFSG

    for number in numbers:
        if number not in UFSG:
            raise UnknownSubgroup(number)


def _table(subgroups: Sequence[int]) -> tuple[list[tuple[float, float]], list[int]]:
    """Volume R and surface Q of each subgroup, and its main group."""
    from thermo.unifac import UFSG

    require_subgroups(subgroups)
    rows = [UFSG[number] for number in subgroups]
    return [(row.R, row.Q) for row in rows], [row.main_group_id for row in rows]


def _interactions(mains: Sequence[int]) -> tuple[list[list[float]], frozenset[tuple[int, int]]]:
    """The parameters a in K between the main groups, and the pairs that have none."""
    from thermo import unifac

    known = unifac.UFIP
    missing = {(m, n) for m in mains for n in mains if m != n and n not in known.get(m, {})}
    rows = [[0.0 if m == n else known.get(m, {}).get(n, 0.0) for n in mains] for m in mains]
    return rows, frozenset((m, n) for m, n in missing if m < n)


def _lacking(
    molecules: Sequence[Groups], main: dict[int, int], missing: frozenset[tuple[int, int]]
) -> tuple[bool, ...]:
    touched = {group for pair in missing for group in pair}
    return tuple(any(main[number] in touched for number, _ in groups) for groups in molecules)
