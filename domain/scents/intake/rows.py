"""What files say of the laboratory, row by row, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.scents.material import Constituent, Kind, Property
from domain.scents.supply.offer import Grade, Offer


@dataclass(frozen=True)
class Place:
    """The row of a file; the header is row 1, the file itself row 0."""

    file: str
    row: int


@dataclass(frozen=True)
class MaterialRow:
    """What a material is. `retired` is None where the file does not speak of it."""

    place: Place
    code: str
    name: str
    kind: Kind
    cas: str
    descriptors: tuple[str, ...]
    note: str
    retired: bool | None = None


@dataclass(frozen=True)
class PropertyRow:
    """A property, by the name of Material's field."""

    place: Place
    code: str
    name: str
    value: Property


@dataclass(frozen=True)
class ConstituentRow:
    """One of the constituents of a natural; all rows of a natural are all of them."""

    place: Place
    natural: str
    constituent: Constituent


@dataclass(frozen=True)
class SupplierRow:
    """A supplier. `active` is None where the file does not speak of it."""

    place: Place
    code: str
    name: str
    grade: Grade
    email: str
    note: str
    active: bool | None = None


@dataclass(frozen=True)
class OfferRow:
    """An offer, at the first of its rows."""

    place: Place
    offer: Offer


@dataclass(frozen=True)
class RowFault:
    """Why a row cannot be taken in."""

    place: Place
    reason: str

    def __str__(self) -> str:
        file, row = self.place.file, self.place.row
        return f"{file}, row {row}: {self.reason}" if row else f"{file}: {self.reason}"


@dataclass(frozen=True)
class LaboratoryRows:
    """Everything that the files say. `spoiled` are the codes of materials and suppliers whose own
    rows have faults: what refers to them is not told to be unknown as well."""

    materials: tuple[MaterialRow, ...] = ()
    properties: tuple[PropertyRow, ...] = ()
    constituents: tuple[ConstituentRow, ...] = ()
    suppliers: tuple[SupplierRow, ...] = ()
    offers: tuple[OfferRow, ...] = ()
    faults: tuple[RowFault, ...] = ()
    fault_count: int = 0
    spoiled: frozenset[str] = frozenset()


class Outcome(StrEnum):
    """What a row does."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Effect:
    """Something that is not as it was: what it is, and its key."""

    kind: str
    key: str
    outcome: Outcome


@dataclass(frozen=True)
class Report:
    """What the files would do, or have done where `applied`. `counts` are those of the outcomes, by
    kind; the first `effects` and `faults` are told one by one. Two reports with the same
    `fingerprint` are of the same changes to the same state."""

    counts: Mapping[str, Mapping[Outcome, int]] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    faults: tuple[RowFault, ...] = ()
    fault_count: int = 0
    fingerprint: str = ""
    applied: bool = False

    def done(self) -> Report:
        return replace(self, applied=True)
