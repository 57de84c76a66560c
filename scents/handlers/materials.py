"""What the commands about materials set going."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.commands import materials as commands
from domain.scents.entry import CodeTaken, MaterialEntry, NotAChemical, require_chemicals
from domain.scents.material import Kind, Material
from domain.scents.recipes.mixture import UnknownMaterial
from messaging.errors import ConcurrentUpdate

if TYPE_CHECKING:
    from scents.ports import LookUp, MaterialUnitOfWork


def add_material(command: commands.AddMaterial, uow: MaterialUnitOfWork) -> None:
    """Raises CodeTaken, BadInput."""
    with uow:
        if uow.materials.get(command.code) is not None:
            raise CodeTaken(command.code)
        said = vars(command)
        uow.materials.add(MaterialEntry.enter(Material(**said)))
        uow.commit()


def describe_material(command: commands.DescribeMaterial, uow: MaterialUnitOfWork) -> None:
    """Raises UnknownMaterial, NotAChemical, BadInput."""
    said = {name: value for name, value in vars(command).items() if name != "code"}
    with uow:
        entry = _known(command.code, uow)
        if command.kind is Kind.NATURAL:
            for code, natural in uow.materials.holders([command.code]).items():
                raise NotAChemical(natural, code)
        entry.describe(**said)
        uow.commit()


def record_property(command: commands.RecordProperty, uow: MaterialUnitOfWork) -> None:
    """Raises UnknownMaterial, BadInput."""
    with uow:
        _known(command.code, uow).record_property(command.name, command.value)
        uow.commit()


def record_constituents(command: commands.RecordConstituents, uow: MaterialUnitOfWork) -> None:
    """Raises UnknownMaterial, NotAChemical, BadInput."""
    with uow:
        entry = _known(command.code, uow)
        entry.record_constituents(command.constituents)
        parts = uow.materials.get_many([part.code for part in command.constituents])
        require_chemicals(
            entry.material, {code: part.material.kind for code, part in parts.items()}
        )
        uow.commit()


def fill_material(
    command: commands.FillMaterial, uow: MaterialUnitOfWork, look_up: LookUp
) -> tuple[str, ...]:
    """The names of what was filled. Raises UnknownMaterial, NotFound, BadInput.

    The libraries take seconds to load: meanwhile nobody waits for the material.
    """
    with uow:
        cas = _known(command.code, uow).material.cas
    if not cas:
        raise BadInput("cas", "must be known to look it up")
    found = look_up(cas)
    with uow:
        entry = _known(command.code, uow)
        if entry.material.cas != cas:
            raise ConcurrentUpdate(f"{command.code} has another CAS number now")
        filled = entry.fill(found)
        uow.commit()
        return filled


def retire_material(command: commands.RetireMaterial, uow: MaterialUnitOfWork) -> None:
    """Raises UnknownMaterial."""
    with uow:
        _known(command.code, uow).retire()
        uow.commit()


def restore_material(command: commands.RestoreMaterial, uow: MaterialUnitOfWork) -> None:
    """Raises UnknownMaterial."""
    with uow:
        _known(command.code, uow).restore()
        uow.commit()


def _known(code: str, uow: MaterialUnitOfWork) -> MaterialEntry:
    entry = uow.materials.get(code)
    if entry is None:
        raise UnknownMaterial(code)
    return entry
