"""Numeric limits as linear bounds on what a formula contains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.scents.safety.screen import Cover, screen
from domain.scents.safety.standard import Clearance, Rule, Standard, require_category

DUST = 1e-9
"""Relative: a share that differs from its limit by no more counts as equal to it."""


@dataclass(frozen=True)
class Bound:
    """At a dose d: d * sum(weight * fraction) <= 1, over the codes in `weights`.

    Fractions are mass fractions of the contents; the weight is the inverse of the limit in the
    finished product, as a fraction. `standards` names where it comes from: several for one
    allowance that they share, of the name `name`.
    """

    name: str
    standards: tuple[str, ...]
    weights: Mapping[str, float]

    def use(self, contents: Mapping[str, float]) -> float:
        """The part of the allowance that is used up at a dose of 1."""
        # Added as ever: the same sum that a solver forms of the same row.
        return sum(weight * contents.get(code, 0.0) for code, weight in self.weights.items())


@dataclass(frozen=True)
class Bounds:
    """What an optimiser must keep to: `bounds`, and codes that may not be used at all."""

    bounds: tuple[Bound, ...]
    barred: tuple[str, ...]


def bounds(
    codes: Iterable[str],
    cas: Mapping[str, str],
    standards: Iterable[Standard],
    clearances: Iterable[Clearance],
    *,
    amendment: str,
    category: str,
) -> Bounds:
    """The bounds on these codes; unknown and prohibited ones are barred. Raises BadInput."""
    require_category(category)
    screening = screen(codes, cas, standards, clearances, amendment=amendment)
    barred = {*screening.nameless, *screening.unlisted}
    for cover in screening.covers:
        if cover.standard.limits.get(category, Rule.PROHIBITED) is Rule.PROHIBITED:
            barred.update(cover.codes)
    return Bounds(
        (*single(screening.covers, category), *shared(screening.covers, category)),
        tuple(sorted(barred)),
    )


def single(covers: Iterable[Cover], category: str) -> tuple[Bound, ...]:
    """One bound for each standard with a number in this category."""
    return tuple(
        Bound(cover.standard.name, (cover.standard.name,), _weights(cover, limit))
        for cover in covers
        if isinstance(limit := cover.standard.limits.get(category), Decimal)
    )


def shared(covers: Iterable[Cover], category: str) -> tuple[Bound, ...]:
    """One bound for each allowance that several of the standards share."""
    groups: dict[str, list[tuple[Cover, Decimal]]] = {}
    for cover in covers:
        limit = cover.standard.limits.get(category)
        if cover.standard.together and isinstance(limit, Decimal):
            groups.setdefault(cover.standard.together, []).append((cover, limit))
    return tuple(_shared(name, group) for name, group in groups.items() if len(group) > 1)


def _shared(name: str, group: Iterable[tuple[Cover, Decimal]]) -> Bound:
    weights: dict[str, float] = {}
    names = []
    for cover, limit in group:
        names.append(cover.standard.name)
        for code, weight in _weights(cover, limit).items():
            weights[code] = weights.get(code, 0.0) + weight
    return Bound(name, tuple(names), weights)


def _weights(cover: Cover, limit: Decimal) -> dict[str, float]:
    return dict.fromkeys(cover.codes, float(100 / limit))
