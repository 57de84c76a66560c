"""Recipes: trees of materials, dilutions and other formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Basis(StrEnum):
    """What the shares of a blend count."""

    MASS = "mass"
    MOLE = "mole"
    VOLUME = "volume"


@dataclass(frozen=True)
class Use:
    """A material, neat, by its code."""

    material: str


@dataclass(frozen=True)
class Accord:
    """A version of another formula."""

    formula: str
    version: int


@dataclass(frozen=True)
class Dilution:
    """`of`, diluted: `strength` of it (between 0 and 1), the rest is the solvent."""

    of: Node
    strength: Decimal
    solvent: str
    basis: Basis = Basis.MASS


@dataclass(frozen=True)
class Part:
    """A part of a blend; its share counts relative to those of the other parts."""

    node: Node
    share: Decimal


@dataclass(frozen=True)
class Blend:
    """Parts, whose shares need not add up to anything."""

    parts: tuple[Part, ...]
    basis: Basis = Basis.MASS


Node = Use | Accord | Dilution | Blend
