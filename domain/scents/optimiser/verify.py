"""Whether a formula keeps a brief, reckoned from scratch and without the solver's numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from domain.scents.optimiser.brief import Brief, Ingredient
from domain.scents.optimiser.mixture import Shares, composition, odour_values
from domain.scents.optimiser.smells import Smells
from domain.scents.optimiser.targets import Held, targets, unidentified_most

ODOUR = 1e-4
"""By how much, relative to its value in the reference, a band may be missed; no nose tells that."""
NOISE = 1e-8
"""What floats and the solver's own tolerance leave, relative to the limit."""


def verify(brief: Brief, shares: Shares, *, smells: Smells) -> tuple[str, ...]:
    """What the formula (mass fractions by ingredient) misses, in words; empty: it keeps all."""
    return (
        *_sums(brief, shares),
        *_bands(brief, shares, smells),
        *_limits(brief, shares),
        *_amounts(brief, shares),
        *_counts(brief, shares),
    )


def _sums(brief: Brief, shares: Shares) -> Iterator[str]:
    known = {ingredient.name for ingredient in brief.ingredients}
    if not all(name in known and 0 <= share <= 1 + NOISE for name, share in shares.items()):
        yield "The shares are not fractions of ingredients of the brief"
    if abs(math.fsum(shares.values()) - 1) > NOISE:
        yield "The shares do not add up to one"


def _bands(brief: Brief, shares: Shares, smells: Smells) -> Iterator[str]:
    masses = composition(brief, shares)
    if not any(masses.values()):
        yield "The formula is made of nothing that is known"
        return
    values, _ = odour_values(brief, smells, masses)
    for target in targets(brief, smells):
        value = values[target.code] if target.held is Held.ODOUR else masses[target.code]
        slack = (ODOUR if target.held is Held.ODOUR else NOISE) * target.size
        if value < target.low - slack:
            yield f"{target.at_least()}: it is {value:.4g}"
        if value > target.high + slack:
            yield f"{target.at_most()}: it is {value:.4g}"
    unknown = math.fsum(shares.values()) - math.fsum(masses.values())
    if unknown > unidentified_most(brief) + NOISE:
        yield f"Unidentified constituents are {unknown:.4g} of the formula"


def _limits(brief: Brief, shares: Shares) -> Iterator[str]:
    for limit in brief.limits:
        total = math.fsum(
            shares.get(i.name, 0.0) * factor * i.at_worst(code)
            for i in brief.ingredients
            for code, factor in limit.factors.items()
        )
        if total > limit.most * (1 + NOISE):
            yield f"{limit.name} is {total:.4g}, more than {limit.most:.4g}"


def _amounts(brief: Brief, shares: Shares) -> Iterator[str]:
    for material, share in brief.fixed.items():
        used = _share_of(material, brief, shares)
        if abs(used - share) > NOISE:
            yield f"{material} is {used:.4g} of the formula, not {share:.4g}"
    for material, available in brief.available.items():
        amount = _share_of(material, brief, shares) * (brief.batch or 0.0)
        if amount > available + NOISE * (brief.batch or 0.0):
            yield f"More of {material} is used than can be had"
    for ingredient in _used(brief, shares):
        share = shares[ingredient.name]
        if share < brief.least_share(ingredient) * (1 - NOISE):
            yield f"Less of {ingredient.name} is used than the least"
        amount, most = share * (brief.batch or 0.0), ingredient.most
        if most is not None and amount > most + NOISE * (brief.batch or 0.0):
            yield f"More of {ingredient.name} is used than there is"


def _counts(brief: Brief, shares: Shares) -> Iterator[str]:
    used = _used(brief, shares)
    materials = {ingredient.material for ingredient in used}
    suppliers = {ingredient.supplier for ingredient in used}
    pairs = {(ingredient.material, ingredient.supplier) for ingredient in used}
    if brief.most_materials is not None and len(materials) > brief.most_materials:
        yield f"{len(materials)} materials are used, more than {brief.most_materials}"
    if brief.most_suppliers is not None and len(suppliers) > brief.most_suppliers:
        yield f"{len(suppliers)} suppliers are used, more than {brief.most_suppliers}"
    if brief.one_supplier_each and len(pairs) > len(materials):
        yield "A material comes from more than one supplier"


def _share_of(material: str, brief: Brief, shares: Shares) -> float:
    return math.fsum(shares.get(i.name, 0.0) for i in brief.ingredients if i.material == material)


def _used(brief: Brief, shares: Shares) -> list[Ingredient]:
    return [i for i in brief.ingredients if shares.get(i.name, 0.0) > 0]
