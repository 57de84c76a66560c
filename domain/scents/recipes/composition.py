"""From materials as they are bought to the chemicals in them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from domain.scents.material import Kind
from domain.scents.physics.substance import Substance
from domain.scents.recipes.mixture import Library


@dataclass(frozen=True)
class Composition:
    """What a mixture is made of; all fractions by mass, of the whole.

    `materials` as they are bought. `substances`: the chemicals, naturals taken apart at their
    typical shares. `unidentified`: what is left, for which nobody knows the chemical or its molar
    mass. `contents` are for safety: every material, naturals themselves too, and every constituent
    at the most that its natural may hold; they add up to more than one.
    """

    materials: Mapping[str, float]
    substances: Mapping[Substance, float]
    unidentified: float
    contents: Mapping[str, float]

    def moles(self) -> dict[Substance, float]:
        """Mole fractions of the substances; they add up to one, and leave out what is
        unidentified."""
        amounts = {one: mass / one.molar_mass for one, mass in self.substances.items()}
        total = math.fsum(amounts.values())
        return {one: amount / total for one, amount in amounts.items()} if total else {}


def compose(materials: Mapping[str, float], library: Library) -> Composition:
    """Take the materials, given with their fractions by mass, apart. Raises UnknownMaterial."""
    typical: dict[str, float] = defaultdict(float)
    contents: dict[str, float] = defaultdict(float)
    for code, mass in materials.items():
        contents[code] += mass
        for name, usual, most in _parts(code, library):
            typical[name] += mass * usual
            if name != code:
                contents[name] += mass * most
    substances = _chemicals(typical, library)
    unidentified = max(0.0, 1.0 - math.fsum(substances.values()))
    if unidentified < 1e-12:
        unidentified = 0.0
    return Composition(dict(materials), substances, unidentified, dict(contents))


def _chemicals(typical: Mapping[str, float], library: Library) -> dict[Substance, float]:
    found: dict[Substance, list[float]] = defaultdict(list)
    for code, mass in typical.items():
        if (chemical := library.chemical(code)) is not None:
            found[chemical].append(mass)
    return {one: math.fsum(masses) for one, masses in found.items()}


def _parts(code: str, library: Library) -> list[tuple[str, float, float]]:
    """Chemicals with their typical and highest fractions; of a chemical, itself."""
    material = library.material(code)
    if material.kind is not Kind.NATURAL:
        return [(code, 1.0, 1.0)]
    return [(part.code, part.typical, part.most) for part in material.constituents]
