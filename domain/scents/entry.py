"""A material in the library, and what happens to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.kernel import Aggregate, BadInput, Refused
from domain.scents import facts
from domain.scents.events.materials import (
    ConstituentsRecorded,
    MaterialDescribed,
    MaterialRestored,
    MaterialRetired,
    PropertyRecorded,
)
from domain.scents.material import (
    Constituent,
    Groups,
    Kind,
    Material,
    NoData,
    Property,
)
from domain.scents.measured import Measured
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.vapour import VapourPressure
from domain.scents.recipes.mixture import UnknownMaterial

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "molar_mass": Measured,
    "density": Measured,
    "vapour_pressure": VapourPressure,
    "groups": Groups,
    "smell": (Threshold, DoseResponse),
}


class CodeTaken(Refused):
    """There is such a material already."""

    code = "material-exists"

    def __init__(self, code: str) -> None:
        super().__init__(f"there is a material {code} already")


class NotAChemical(Refused):
    """Naturals are taken apart once: what is in them must be chemicals. So no natural can contain
    itself, by whatever way."""

    code = "constituent-is-a-natural"

    def __init__(self, natural: str, constituent: str) -> None:
        super().__init__(
            f"{constituent}, a constituent of {natural}, is a natural itself; "
            "name the chemicals that are in it"
        )


class MaterialEntry(Aggregate):
    """A `material` of the library. A retired one stays, as formulas may hold it."""

    def __init__(
        self, material: Material, *, retired: bool = False, version_number: int = 0
    ) -> None:
        super().__init__(version_number=version_number)
        self.material = material
        self.retired = retired

    @classmethod
    def enter(cls, material: Material) -> MaterialEntry:
        """A material that is new to the library."""
        entry = cls(material)
        entry._tell(known=None)
        return entry

    @property
    def code(self) -> str:
        return self.material.code

    @property
    def identity(self) -> str:
        return f"material:{self.code}"

    def become(self, material: Material) -> None:
        """Know all of this of it, and forget nothing that this does not speak of; what is the same
        changes nothing."""
        known = self.material
        kept = facts.properties_of(known) | facts.properties_of(material)
        constituents = material.constituents or known.constituents
        self.material = replace(facts.with_properties(material, kept), constituents=constituents)
        self._tell(known=known)

    def describe(
        self, *, name: str, kind: Kind, cas: str, descriptors: tuple[str, ...], note: str
    ) -> None:
        """Say what it is called and is. Raises BadInput."""
        self.become(
            replace(
                self.material, name=name, kind=kind, cas=cas, descriptors=descriptors, note=note
            )
        )

    def record_property(self, name: str, value: Property) -> None:
        """Raises BadInput."""
        require_property(name, value)
        self.become(facts.with_properties(self.material, {name: value}))

    def record_constituents(self, constituents: tuple[Constituent, ...]) -> None:
        """Raises BadInput."""
        if not constituents:
            raise BadInput("constituents", "must name one at least")
        self.become(replace(self.material, constituents=constituents))

    def fill(self, found: Material) -> tuple[str, ...]:
        """Take what is found where there is a gap; the names of the properties that were taken.

        That something was searched for is noted where nobody had looked at all.
        """
        known = facts.properties_of(self.material)
        taken = {
            name: value
            for name, value in facts.properties_of(found).items()
            if name not in known
            or (isinstance(known[name], NoData) and not isinstance(value, NoData))
        }
        self.become(facts.with_properties(self.material, taken))
        return tuple(taken)

    def retire(self) -> None:
        if not self.retired:
            self.retired = True
            self.record(MaterialRetired(self.code))

    def restore(self) -> None:
        if self.retired:
            self.retired = False
            self.record(MaterialRestored(self.code))

    def _tell(self, *, known: Material | None) -> None:
        """What of the material was not known."""
        now = self.material
        if known is None or _description(now) != _description(known):
            self.record(MaterialDescribed(*_description(now)))
        for name, value in facts.properties_of(now).items():
            if value != getattr(known, name, None):
                self.record(PropertyRecorded(now.code, name, facts.to_facts(value)))
        if now.constituents != (known.constituents if known else ()):
            parts = [facts.constituent_facts(part) for part in now.constituents]
            self.record(ConstituentsRecorded(now.code, parts))


def require_property(name: str, value: Property) -> None:
    """Raises BadInput unless this property can have such a value."""
    if name not in _TYPES:
        raise BadInput("name", f"must be one of {', '.join(_TYPES)}")
    if not isinstance(value, NoData) and not isinstance(value, _TYPES[name]):
        raise BadInput(name, f"cannot be a {type(value).__name__}")


def require_chemicals(natural: Material, kinds: Mapping[str, Kind]) -> None:
    """What a natural is made of must be there, and be no natural. Raises UnknownMaterial,
    NotAChemical."""
    for part in natural.constituents:
        if part.code not in kinds:
            raise UnknownMaterial(part.code)
        if kinds[part.code] is Kind.NATURAL:
            raise NotAChemical(natural.code, part.code)


def _description(material: Material) -> tuple[str, str, str, str, tuple[str, ...], str]:
    kind = material.kind.value
    return material.code, material.name, kind, material.cas, material.descriptors, material.note
