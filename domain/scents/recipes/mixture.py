"""What a recipe comes to: the share of every material in it, through all its accords."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from domain.kernel import BadInput, NotFound, Refused
from domain.scents.material import Material
from domain.scents.measured import Measured
from domain.scents.physics.substance import Substance
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Part, Use

DEEPEST = 32
"""Levels of accords, dilutions and blends within each other."""
LEAST, MOST = Decimal("1e-9"), Decimal("1e9")
"""Shares beyond these are slips of the pen: no balance spans them."""

FormulaVersion = tuple[str, int]


class UnknownMaterial(NotFound):
    """The library has no such material."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there is no material {code}")


class UnknownFormula(NotFound):
    """There is no such version of a formula."""

    def __init__(self, formula: str, version: int) -> None:
        super().__init__(f"there is no formula {formula}, version {version}")


class ContainsItself(Refused):
    """Following the accords of a formula leads back to it, in whatever version."""

    code = "formula-contains-itself"

    def __init__(self, path: Iterable[str]) -> None:
        super().__init__(f"a formula cannot contain itself: {' > '.join(path)}")


class TooDeep(Refused):
    """More levels than anybody could follow."""

    code = "formula-too-deep"

    def __init__(self) -> None:
        super().__init__(f"a formula has at most {DEEPEST} levels")


class MissingData(Refused):
    """A share by mole or volume cannot be turned into mass."""

    code = "missing-data"

    def __init__(self, code: str, what: str) -> None:
        super().__init__(f"the {what} of {code} is not known; give its share by mass")


@dataclass(frozen=True)
class Library:
    """Materials by code, and the recipes of formulas by code and version."""

    materials: Mapping[str, Material]
    formulas: Mapping[FormulaVersion, Blend] = field(default_factory=dict)

    def material(self, code: str) -> Material:
        """Raises UnknownMaterial."""
        if code not in self.materials:
            raise UnknownMaterial(code)
        return self.materials[code]

    def cas_of(self, codes: Iterable[str]) -> dict[str, str]:
        """CAS numbers by code; empty where none is known."""
        known = self.materials
        return {code: known[code].cas if code in known else "" for code in codes}

    def chemical(self, code: str) -> Substance | None:
        """What the physics knows of a material. Grades of one CAS number are one chemical, which
        goes by the one of which most is known. Raises UnknownMaterial."""
        cas = self.material(code).cas
        grades = self._grades[cas] if cas else [self.material(code)]
        return next(filter(None, (one.substance() for one in grades)), None)

    @cached_property
    def _grades(self) -> Mapping[str, Sequence[Material]]:
        """By CAS number, those of which most is known first."""
        found: dict[str, list[Material]] = {}
        for one in sorted(self.materials.values(), key=lambda one: (len(one.gaps), one.code)):
            found.setdefault(one.cas, []).append(one)
        return found


def masses(recipe: Blend, library: Library) -> dict[str, float]:
    """The fraction by mass of each material, as it is bought; they add up to one.

    Shares by mole are weighted with molar masses, shares by volume with densities, as if volumes
    added up (ideal mixing). Raises UnknownMaterial, UnknownFormula, ContainsItself, TooDeep,
    MissingData, BadInput.
    """
    return _Reading(library).blend(recipe, ())


def mass_per_share(node: Node, basis: Basis, library: Library) -> float:
    """What a share of 1 weighs: 1 by mass, the mean molar mass (g/mol) by mole, the density (g/mL)
    by volume. Raises as `masses` does."""
    if basis is Basis.MASS:
        return 1.0
    reading = _Reading(library)
    return reading.weight(reading.node(node, ()), basis)


class _Reading:
    """One pass through a tree; each formula is worked out once, however often it is used."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[FormulaVersion, dict[str, float]] = {}

    def node(self, node: Node, path: tuple[str, ...]) -> dict[str, float]:
        if len(path) > DEEPEST:
            raise TooDeep
        match node:
            case Use(code):
                self._library.material(code)
                return {code: 1.0}
            case Accord(formula, version):
                return self._accord(formula, version, path)
            case Dilution(of, strength, solvent, basis):
                return self._dilution(of, strength, solvent, basis, path)
            case Blend():
                return self.blend(node, (*path, ""))

    def blend(self, blend: Blend, path: tuple[str, ...]) -> dict[str, float]:
        if not blend.parts:
            raise BadInput("parts", "must name at least one part")
        for part in blend.parts:
            _require_share(part.share)
        parts = [(self.node(part.node, path), float(part.share)) for part in blend.parts]
        weights = [share * self.weight(flat, blend.basis) for flat, share in parts]
        return _mixed([flat for flat, _ in parts], weights)

    def _accord(self, formula: str, version: int, path: tuple[str, ...]) -> dict[str, float]:
        if formula in path:
            raise ContainsItself([step for step in path if step] + [formula])
        key = (formula, version)
        if key not in self._library.formulas:
            raise UnknownFormula(formula, version)
        if key not in self._known:
            self._known[key] = self.blend(self._library.formulas[key], (*path, formula))
        return self._known[key]

    def _dilution(
        self, of: Node, strength: Decimal, solvent: str, basis: Basis, path: tuple[str, ...]
    ) -> dict[str, float]:
        if not (strength.is_finite() and LEAST <= strength < 1):
            raise BadInput("strength", "must be a fraction above 0 and below 1")
        parts = (Part(of, strength), Part(Use(solvent), 1 - strength))
        return self.blend(Blend(parts, basis), (*path, ""))

    def weight(self, flat: Mapping[str, float], basis: Basis) -> float:
        """Mass per unit of the share: 1, g/mol or g/mL."""
        if basis is Basis.MASS:
            return 1.0
        what = "molar mass" if basis is Basis.MOLE else "density"
        values = ((self._value(code, what), fraction) for code, fraction in flat.items())
        return 1.0 / math.fsum(fraction / value for value, fraction in values)

    def _value(self, code: str, what: str) -> float:
        material = self._library.material(code)
        known = material.molar_mass if what == "molar mass" else material.density
        if not isinstance(known, Measured):
            raise MissingData(code, what)
        return known.value


def _mixed(flats: list[dict[str, float]], weights: list[float]) -> dict[str, float]:
    total = math.fsum(weights)
    terms: dict[str, list[float]] = {}
    for flat, weight in zip(flats, weights, strict=True):
        for code, fraction in flat.items():
            terms.setdefault(code, []).append(fraction * weight / total)
    return {code: math.fsum(fractions) for code, fractions in terms.items()}


def _require_share(share: Decimal) -> None:
    if not (share.is_finite() and LEAST <= share <= MOST):
        raise BadInput("share", f"must be from {LEAST} to {MOST}")
