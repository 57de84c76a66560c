"""What is taken off the laboratory's shelves to work a recipe out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from domain.kernel import BadInput
from domain.scents.evaluation import Rules
from domain.scents.material import Kind, Material, Materials
from domain.scents.recipes.mixture import FormulaVersion, Library
from domain.scents.recipes.recipe import Blend
from domain.scents.recipes.uses import accords_in
from domain.scents.supply.offer import Offer
from scents.evaluation.names import names_in, renamed

_UNKNOWN = "is no material of the library, nor one under materials"


class Shelf(Protocol):
    """What is stored, as far as whoever asks may have of it."""

    def materials(self, names: Collection[str]) -> Mapping[str, Material]:
        """Those that are called so, by code or by CAS number."""

    def recipes(self, formulas: Collection[FormulaVersion]) -> Mapping[FormulaVersion, Blend]:
        """Those that there are, with all accords within them."""

    def offers(self, codes: Collection[str], *, on: date) -> tuple[Offer, ...]:
        """For these materials, those that hold on a day."""

    def rules(self, amendment: str, cas: Collection[str]) -> Rules:
        """Limits and labels of these chemicals, as they stand."""

    def category(self, delivery_format: str, *, amendment: str) -> str:
        """What a person decided. Raises CategoryUndecided, BadInput."""


def stocked(
    recipe: Blend, own: Mapping[str, Material], shelf: Shelf, *, path: str
) -> tuple[Blend, Library]:
    """The recipe with its materials under their codes, and all that it needs.

    `own` materials, by code, come before those of the shelf. Raises BadInput.
    """
    formulas = shelf.recipes(accords_in(recipe))
    places = dict(names_in(recipe, path))
    inner = {name for blend in formulas.values() for name, _ in names_in(blend, "")}
    found = _found({*places, *inner}, own, shelf)
    _require_one_each(places.items(), found, own)
    codes = {name: one.code for name, one in found.items()}
    recipes = {key: renamed(blend, codes) for key, blend in formulas.items()}
    return renamed(recipe, codes), Library(_with_constituents(found.values(), own, shelf), recipes)


def catalogued(
    offers: Sequence[Offer], own: Mapping[str, Material], shelf: Shelf, library: Library
) -> tuple[Offer, ...]:
    """The offers with their items under the codes of materials, which they may name by CAS number.

    The `library` is that of the recipe, so that the shelf is asked for other items only. One that
    serves nothing in the recipe may stand in a price list; one of nothing that there is, is a slip,
    and would leave the costs short in silence. Raises BadInput.
    """
    others = {one.item for one in offers} - library.materials.keys()
    found = {**library.materials, **_found(others, own, shelf)}
    items = ((offer.item, f"offers/{n}/item") for n, offer in enumerate(offers))
    _require_one_each(items, found, own)
    return tuple(replace(one, item=found[one.item].code) for one in offers)


def _require_one_each(
    names: Iterable[tuple[str, str]], found: Materials, own: Mapping[str, Material]
) -> None:
    """Each name, given with the way to it, means one material. A CAS number names a chemical, of
    which somebody may have told several grades. Raises BadInput."""
    grades: dict[str, list[str]] = {}
    for one in own.values():
        grades.setdefault(one.cas, []).append(one.code)
    for name, where in names:
        if name not in found:
            raise BadInput(where, _UNKNOWN)
        if len(grades.get(name, ())) > 1:
            raise BadInput(where, f"is {', '.join(grades[name])}; name one of them")


def _found(names: Collection[str], own: Mapping[str, Material], shelf: Shelf) -> Materials:
    by_name = {one.cas: one for one in own.values() if one.cas} | dict(own)
    stored = shelf.materials(sorted(name for name in names if name not in by_name))
    theirs = {name: own.get(one.code, one) for name, one in stored.items()}
    return {name: one for name, one in {**theirs, **by_name}.items() if name in names}


def _with_constituents(
    found: Iterable[Material], own: Mapping[str, Material], shelf: Shelf
) -> Materials:
    """By code. Raises BadInput."""
    materials = {one.code: one for one in (*own.values(), *found)}
    needed = {part.code for one in materials.values() for part in one.constituents}
    within = _found(needed - materials.keys(), own, shelf).values()
    materials |= {one.code: one for one in within}
    for code, where in _constituents(own):
        if code not in materials:
            raise BadInput(where, _UNKNOWN)
        if materials[code].kind is Kind.NATURAL:
            raise BadInput(where, "is a natural itself; name the chemicals that are in it")
    return materials


def _constituents(own: Mapping[str, Material]) -> Iterator[tuple[str, str]]:
    """Each that was told, with the way to it."""
    for n, material in enumerate(own.values()):
        for m, part in enumerate(material.constituents):
            yield part.code, f"materials/{n}/constituents/{m}/code"
