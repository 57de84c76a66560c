"""Two recipes side by side."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from domain.scents.recipes.mixture import Library, masses
from domain.scents.recipes.names import name_of
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node

NEGLIGIBLE = 1e-12
"""Fractions by mass that differ by less differ by rounding only."""

Value = TypeVar("Value")


class Change(StrEnum):
    """What became of a part."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Line:
    """A part of the tree as it is written: `share` is its fraction of the blend that it stands in,
    by whatever that blend counts."""

    name: str
    share: Fraction


@dataclass(frozen=True)
class Pair(Generic[Value]):
    """The same place in both recipes, at this `level` of the tree; None: it is not in that one."""

    key: str
    level: int
    before: Value | None
    after: Value | None
    change: Change


@dataclass(frozen=True)
class Comparison:
    """`materials`: fractions by mass through all accords, by code; `tree`: the parts as they are
    written, those that are gone after those that are there. `moved` is the fraction of the mass
    that is something else now; `totals` are the sums of the shares as they are written, and `bases`
    what they count."""

    materials: tuple[Pair[float], ...]
    tree: tuple[Pair[Line], ...]
    moved: float
    totals: tuple[Decimal, Decimal]
    bases: tuple[Basis, Basis]

    @property
    def is_same(self) -> bool:
        """Whether both come to the same mixture, however they are written."""
        return all(pair.change is Change.SAME for pair in self.materials)


def compare(before: Blend, after: Blend, library: Library) -> Comparison:
    """What was added, removed and changed. Raises as `masses` does."""
    flat, other = masses(before, library), masses(after, library)
    codes = sorted({*flat, *other})
    moved = math.fsum(abs(flat.get(code, 0.0) - other.get(code, 0.0)) for code in codes) / 2
    return Comparison(
        tuple(_material(code, flat.get(code), other.get(code)) for code in codes),
        tuple(_tree(dict(_lines(before)), dict(_lines(after)))),
        moved,
        (_total(before), _total(after)),
        (before.basis, after.basis),
    )


def _material(code: str, before: float | None, after: float | None) -> Pair[float]:
    alike = before is not None and after is not None and abs(before - after) <= NEGLIGIBLE
    return Pair(code, 0, before, after, _change(before, after, alike=alike))


Place = tuple[str, ...]
"""Names from the root on; the same name in one blend again gets a number."""


def _tree(before: Mapping[Place, Line], after: Mapping[Place, Line]) -> Iterator[Pair[Line]]:
    gone = [place for place in before if place not in after]
    for place in sorted([*after, *gone], key=_order([*after], gone)):
        one, other = before.get(place), after.get(place)
        change = _change(one, other, alike=one == other)
        yield Pair(place[-1], len(place) - 1, one, other, change)


def _order(there: list[Place], gone: list[Place]) -> _Order:
    return _Order({place: n for n, place in enumerate([*there, *gone])})


@dataclass(frozen=True)
class _Order:
    """Children stand below their parent; those that are gone after their sisters."""

    ranks: Mapping[Place, int]

    def __call__(self, place: Place) -> tuple[int, ...]:
        return tuple(self.ranks[place[: n + 1]] for n in range(len(place)))


def _lines(blend: Blend, root: Place = ()) -> Iterator[tuple[Place, Line]]:
    total = sum(Fraction(part.share) for part in blend.parts)
    seen: Counter[str] = Counter()
    for part in blend.parts:
        key = _key(part.node)
        seen[key] += 1
        place = (*root, key if seen[key] == 1 else f"{key} ({seen[key]})")
        yield place, Line(_label(part.node), Fraction(part.share) / total)
        if isinstance(part.node, Blend):
            yield from _lines(part.node, place)
        elif isinstance(part.node, Dilution) and isinstance(part.node.of, Blend):
            yield from _lines(part.node.of, place)


def _key(node: Node) -> str:
    """By what a part is taken for the same: an accord in another version, a dilution of another
    strength and a blend of other shares are the same, changed."""
    match node:
        case Accord(formula):
            return formula
        case Dilution(of, _, solvent):
            return f"{_key(of)} in {solvent}"
        case Blend():
            return "blend"
    return name_of(node)


def _label(node: Node) -> str:
    if isinstance(node, Blend):
        return "blend" if node.basis is Basis.MASS else f"blend by {node.basis.value}"
    return name_of(node)


def _change(before: object, after: object, *, alike: bool) -> Change:
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.REMOVED
    return Change.SAME if alike else Change.CHANGED


def _total(recipe: Blend) -> Decimal:
    return sum((part.share for part in recipe.parts), Decimal(0))
