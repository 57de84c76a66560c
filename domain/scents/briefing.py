"""From a wish to the optimiser's brief: what can be bought, what may be used, what it smells of."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.kernel import Refused
from domain.scents.counter import Counter, NothingOffered
from domain.scents.material import Kind
from domain.scents.optimiser import Brief, Limit, Smells
from domain.scents.physics.headspace import saturated
from domain.scents.physics.liquid import Liquid
from domain.scents.recipes.composition import compose
from domain.scents.recipes.mixture import Library, masses
from domain.scents.recipes.recipe import Blend
from domain.scents.safety.bounds import Bounds
from domain.scents.supply.offer import Offer
from domain.scents.wish import Wish

NO_BOUNDS = Bounds((), ())


class UnknownSmell(Refused):
    """Too little is known to replace anything."""

    code = "unknown-smell"


class KeptIsTooMuch(Refused):
    """What stays as it is breaks a limit by itself."""

    code = "kept-is-too-much"


@dataclass(frozen=True)
class Kept:
    """A material of which nobody knows a molar mass: nothing can replace it, so its `share` by
    mass stays, bought from the cheapest at the `price` of a kg."""

    material: str
    share: float
    offer: Offer
    price: Decimal


@dataclass(frozen=True)
class Briefing:
    """The brief, how its substances smell, and what was left out of it, by name, with the reason.

    The brief is that of all that is not `kept`: its masses are fractions of `rest`, the part of
    the formula that is left. What is kept takes no part in mole fractions, and so changes no odour
    value. `offers` are those of the ingredients, by the ingredient's name.
    """

    brief: Brief
    smells: Smells
    offers: Mapping[str, Offer]
    left_out: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()

    @property
    def rest(self) -> float:
        return 1 - math.fsum(one.share for one in self.kept)

    def cost(self, of_rest: Decimal) -> Decimal:
        """Of a kg of the whole formula, from that of a kg of the rest."""
        kept = (Decimal(one.share) * one.price for one in self.kept)
        return (Decimal(self.rest) * of_rest + sum(kept, Decimal(0))).quantize(Decimal("0.0001"))


def briefing(
    wish: Wish,
    recipe: Blend,
    library: Library,
    offers: Sequence[Offer],
    *,
    bounds: Bounds = NO_BOUNDS,
) -> Briefing:
    """`offers` hold on the day, `bounds` are those of the delivery format at a dose of 1.

    Raises UnknownSmell, KeptIsTooMuch, NothingOffered, and what `masses` raises.
    """
    needed = masses(recipe, library)
    counter = Counter(wish, library, needed, offers)
    if not counter.ingredients:
        raise NothingOffered
    kept = tuple(_kept(wish, needed, library, counter))
    if len(kept) == len(needed):
        raise UnknownSmell("nobody knows the molar mass of anything in it")
    if kept and wish.most_suppliers:
        names = ", ".join(one.material for one in kept)
        raise UnknownSmell(
            f"suppliers cannot be counted while nobody knows the molar mass of {names}"
        )
    rest = 1 - math.fsum(one.share for one in kept)
    limits = (*_limits(bounds, wish, library, kept, rest), *_barred(bounds, counter))
    brief = _brief(wish, needed, library, counter, kept, limits)
    return Briefing(brief, smells(brief), counter.offers, counter.left_out, kept)


def smells(brief: Brief) -> Smells:
    """UNIFAC, and the neat odour values that are known, at the temperature of the brief."""
    liquid = Liquid(tuple(brief.substances.values()), temperature=brief.temperature)
    pure = {}
    for code, substance in brief.substances.items():
        air = saturated(substance, temperature=brief.temperature)
        value = substance.smell.odour_value(air) if substance.smell and air is not None else None
        if value:
            pure[code] = value
    return Smells(pure, liquid.gammas)


def _kept(
    wish: Wish, needed: Mapping[str, float], library: Library, counter: Counter
) -> Iterator[Kept]:
    for code, share in needed.items():
        if not compose({code: 1.0}, library).substances:
            if code in wish.without:
                raise UnknownSmell(f"nobody knows what could replace {code}")
            amount, available = share * float(wish.batch), wish.available.get(code)
            if available is not None and amount > available:
                raise KeptIsTooMuch(f"of {code}, which stays, {amount:.4g} kg are needed")
            yield Kept(code, share, *counter.cheapest(code))


def _brief(
    wish: Wish,
    needed: Mapping[str, float],
    library: Library,
    counter: Counter,
    kept: Sequence[Kept],
    limits: tuple[Limit, ...],
) -> Brief:
    rest = 1 - math.fsum(one.share for one in kept)
    names = {one.material for one in kept}
    others = {code: share / rest for code, share in needed.items() if code not in names}
    reference = compose(others, library).substances
    known = {one.code: one for one in reference} | counter.substances
    free = {code for code, one in library.materials.items() if one.kind is Kind.SOLVENT}
    return Brief(
        {one.code: share for one, share in reference.items()},
        tuple(counter.ingredients),
        known,
        band=wish.band,
        bands=wish.bands,
        strangers=wish.strangers,
        free=frozenset(free.intersection(known)),
        limits=limits,
        fixed=_fixed(wish, counter, names, rest),
        available=wish.available,
        least_dose=wish.least_dose / rest,
        most_materials=_fewer(wish.most_materials, len(kept)),
        most_suppliers=wish.most_suppliers,
        one_supplier_each=wish.one_supplier_each,
        batch=float(wish.batch) * rest,
        temperature=wish.temperature,
    )


def _fixed(wish: Wish, counter: Counter, kept: Collection[str], rest: float) -> dict[str, float]:
    """What is not wanted is a demand like any other, so that it is named where it is in the way."""
    offered = {one.material for one in counter.ingredients}
    none = dict.fromkeys(sorted(offered.intersection(wish.without)), 0.0)
    return none | {code: share / rest for code, share in wish.fixed.items() if code not in kept}


def _fewer(most: int | None, kept: int) -> int | None:
    return None if most is None else max(1, most - kept)


def _limits(
    bounds: Bounds, wish: Wish, library: Library, kept: Sequence[Kept], rest: float
) -> Iterator[Limit]:
    """dose * sum(weight * fraction) <= 1, less what the kept take up."""
    contents = compose({one.material: one.share for one in kept}, library).contents
    for code in bounds.barred:
        if contents.get(code):
            raise KeptIsTooMuch(f"{code}, which stays, is prohibited, or its limit is not known")
    for bound in bounds.bounds:
        left = 1 - wish.dose * bound.use(contents)
        if left < 0:
            raise KeptIsTooMuch(f"what stays as it is exceeds the limit of {bound.name} by itself")
        factors = {code: weight * wish.dose * rest for code, weight in bound.weights.items()}
        yield Limit(f"The used part of the safety limit of {bound.name}", factors, left)


def _barred(bounds: Bounds, counter: Counter) -> Iterator[Limit]:
    """Demands like any other, so that they are named where they are in the way."""
    offered = {code for one in counter.ingredients for code in one.worst}
    for code in bounds.barred:
        if code in offered:
            yield Limit(f"{code} (prohibited, or its limit is not known)", frozenset({code}), 0.0)
