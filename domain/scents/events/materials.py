"""What has happened to materials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.kernel import Event


@dataclass(frozen=True)
class MaterialDescribed(Event):
    """A material has come into the library, or is called otherwise."""

    code: str
    name: str
    kind: str
    cas: str
    descriptors: Sequence[str]
    note: str


@dataclass(frozen=True)
class PropertyRecorded(Event):
    """A property was looked for; `value` as `domain.scents.facts` has it, source included."""

    code: str
    name: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class ConstituentsRecorded(Event):
    """What a natural is made of, all of it."""

    code: str
    constituents: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class MaterialRetired(Event):
    """It is used for nothing new."""

    code: str


@dataclass(frozen=True)
class MaterialRestored(Event):
    """It may be used again."""

    code: str
