"""What can be done with materials."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel import Command
from domain.scents.material import Constituent, Kind, Property


@dataclass(frozen=True)
class DescribeMaterial(Command):
    """What a material is called and is; of one that is not there yet, that it is there."""

    code: str
    name: str
    kind: Kind = Kind.CHEMICAL
    cas: str = ""
    descriptors: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class AddMaterial(DescribeMaterial):
    """The same, and the code must be new."""


@dataclass(frozen=True)
class RecordProperty(Command):
    """A property has this value, or nobody has found one; `name` is that of Material's field."""

    code: str
    name: str
    value: Property


@dataclass(frozen=True)
class RecordConstituents(Command):
    """What a natural is made of: these, and nothing else that is known."""

    code: str
    constituents: tuple[Constituent, ...]


@dataclass(frozen=True)
class FillMaterial(Command):
    """Fill gaps with what the libraries hold of its CAS number; what is known stays."""

    code: str


@dataclass(frozen=True)
class RetireMaterial(Command):
    """It is used for nothing new. Formulas that hold it keep it, so nothing is ever deleted."""

    code: str


@dataclass(frozen=True)
class RestoreMaterial(Command):
    """It may be used again."""

    code: str
