"""From a wish to the optimiser's brief: what can be bought, what may be used, what it smells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.kernel import Refused
from domain.scents.composition import Composition, compose
from domain.scents.cost import price_at
from domain.scents.headspace import saturated
from domain.scents.liquid import Liquid
from domain.scents.material import Kind
from domain.scents.mixture import Library, masses
from domain.scents.offer import Offer, Sold
from domain.scents.optimiser import Brief, Ingredient, Limit, Smells
from domain.scents.recipe import Blend
from domain.scents.safety.bounds import Bound, Bounds
from domain.scents.substance import Substance
from domain.scents.wish import Wish

GRAMS = 1000
NO_BOUNDS = Bounds((), ())


class UnknownSmell(Refused):
    """A material of the reference of which too little is known to replace anything."""

    code = "unknown-smell"

    def __init__(self, code: str) -> None:
        super().__init__(
            f"nobody knows the molar mass of {code}, so nothing can be said of what smells the same"
        )


class NothingOffered(Refused):
    """There is nothing to choose from."""

    code = "nothing-offered"

    def __init__(self) -> None:
        super().__init__("no supplier offers any of these materials on this day")


@dataclass(frozen=True)
class Briefing:
    """The brief, how its substances smell, and what was left out of it, by name, with the reason.

    `offers` are those of the ingredients, by the ingredient's name.
    """

    brief: Brief
    smells: Smells
    offers: Mapping[str, Offer]
    left_out: Mapping[str, str] = field(default_factory=dict)


def briefing(
    wish: Wish,
    recipe: Blend,
    library: Library,
    offers: Sequence[Offer],
    *,
    bounds: Bounds = NO_BOUNDS,
) -> Briefing:
    """`offers` hold on the day, `bounds` are those of the delivery format at a dose of 1.

    Raises UnknownSmell, NothingOffered, and what `masses` raises.
    """
    needed = masses(recipe, library)
    reference = compose(needed, library)
    _require_known(reference, library)
    desk = _Desk(wish, library, needed, bounds)
    for offer in offers:
        desk.take(offer)
    if not desk.ingredients:
        raise NothingOffered
    brief = _brief(wish, reference, library, desk, bounds)
    return Briefing(brief, smells(brief), desk.offers, desk.left_out)


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


class _Desk:
    """What the offers come to."""

    def __init__(
        self, wish: Wish, library: Library, needed: Mapping[str, float], bounds: Bounds
    ) -> None:
        self._wish = wish
        self._library = library
        self._needed = needed
        self._barred = frozenset(bounds.barred)
        self._wanted = {*wish.materials, *needed} if wish.materials else None
        self.ingredients: list[Ingredient] = []
        self.offers: dict[str, Offer] = {}
        self.left_out: dict[str, str] = {}
        self.substances: dict[str, Substance] = {}

    def take(self, offer: Offer) -> None:
        if not self._is_asked_for(offer):
            return
        name = f"{offer.item} from {offer.supplier}"
        parts = compose({offer.item: 1.0}, self._library)
        if why := self._hindrance(parts):
            self.left_out[name] = why
            return
        self.substances |= {one.code: one for one in parts.substances}
        for title, price, least in self._prices(offer, name):
            makeup = {one.code: share for one, share in parts.substances.items()}
            self.offers[title] = offer
            self.ingredients.append(
                Ingredient(
                    title, offer.item, offer.supplier, price, makeup, parts.contents, least=least
                )
            )

    def _is_asked_for(self, offer: Offer) -> bool:
        wish = self._wish
        return (
            offer.sold is Sold.MATERIAL
            and offer.currency == wish.currency
            and (not wish.suppliers or offer.supplier in wish.suppliers)
            and offer.item not in wish.without
            and offer.item in self._library.materials
            and (self._wanted is None or offer.item in self._wanted)
        )

    def _hindrance(self, parts: Composition) -> str:
        if barred := sorted(self._barred.intersection(parts.contents)):
            return f"safety: {', '.join(barred)} is prohibited, or its limit is not known"
        return "" if parts.substances else "nobody knows a molar mass of it"

    def _prices(self, offer: Offer, name: str) -> Iterable[tuple[str, Decimal, float | None]]:
        """Each price step is an ingredient of its own where steps are chosen from; else the price
        is that of the quantity which the reference needs."""
        if self._wish.price_steps and len(offer.steps) > 1:
            for step in offer.steps:
                title = f"{name}, from {step.quantity} g"
                yield title, step.price, step.quantity / GRAMS if step.quantity > 1 else None
            return
        need = Decimal(self._needed.get(offer.item, 0.0)) * self._wish.batch * GRAMS
        yield name, price_at(offer, need)[1], None


def _brief(
    wish: Wish, reference: Composition, library: Library, desk: _Desk, bounds: Bounds
) -> Brief:
    known = {one.code: one for one in reference.substances} | desk.substances
    free = {code for code, one in library.materials.items() if one.kind is Kind.SOLVENT}
    return Brief(
        {one.code: share for one, share in reference.substances.items()},
        tuple(desk.ingredients),
        known,
        band=wish.band,
        bands=wish.bands,
        strangers=wish.strangers,
        free=frozenset(free.intersection(known)),
        limits=tuple(_limit(bound, wish.dose) for bound in bounds.bounds),
        fixed=wish.fixed,
        least_dose=wish.least_dose,
        most_materials=wish.most_materials,
        most_suppliers=wish.most_suppliers,
        batch=float(wish.batch),
        temperature=wish.temperature,
    )


def _limit(bound: Bound, dose: float) -> Limit:
    """dose * sum(weight * fraction) <= 1."""
    return Limit(bound.name, {code: weight * dose for code, weight in bound.weights.items()}, 1.0)


def _require_known(reference: Composition, library: Library) -> None:
    for code in reference.materials:
        if not compose({code: 1.0}, library).substances:
            raise UnknownSmell(code)
