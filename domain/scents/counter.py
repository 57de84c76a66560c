"""Offers as the optimiser's ingredients: what can be bought of what may be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from domain.kernel import Refused
from domain.scents.optimiser import Ingredient
from domain.scents.physics.substance import Substance
from domain.scents.recipes.composition import Composition, compose
from domain.scents.recipes.mixture import Library
from domain.scents.supply.cost import price_at
from domain.scents.supply.offer import Offer, Sold
from domain.scents.wish import Wish

GRAMS = 1000
UNKNOWN = "nobody knows a molar mass of it"


class NothingOffered(Refused):
    """There is nothing to choose from."""

    code = "nothing-offered"

    def __init__(self, what: str = "any of these materials") -> None:
        super().__init__(f"no supplier offers {what} on this day")


class Counter:
    """What the suppliers lay out for a wish: `ingredients`, their `offers` by name, the
    `substances` in them by code, and what was `left_out`, by name, with the reason.

    `needed` are the masses of the reference by material; the prices are those of its quantities.
    """

    def __init__(
        self,
        wish: Wish,
        library: Library,
        needed: Mapping[str, float],
        offers: Sequence[Offer],
    ) -> None:
        self._wish = wish
        self._library = library
        self._needed = needed
        self._wanted = {*wish.materials, *needed} if wish.materials else None
        self._laid_out = [one for one in offers if self._is_asked_for(one)]
        self.ingredients: list[Ingredient] = []
        self.offers: dict[str, Offer] = {}
        self.left_out: dict[str, str] = {}
        self.substances: dict[str, Substance] = {}
        for offer in self._laid_out:
            self._take(offer)

    def cheapest(self, code: str) -> tuple[Offer, Decimal]:
        """The cheapest offer of what the reference needs of a material, and the price of a kg.

        Raises NothingOffered.
        """
        found = [
            (self._price(one), one.supplier, one) for one in self._laid_out if one.item == code
        ]
        if not found:
            raise NothingOffered(code)
        price, _, offer = min(found, key=lambda one: one[:2])
        return offer, price

    def _take(self, offer: Offer) -> None:
        name = f"{offer.item} from {offer.supplier}"
        parts = compose({offer.item: 1.0}, self._library)
        if not parts.substances:
            if offer.item not in self._needed:  # or else it is kept as it is
                self.left_out[name] = UNKNOWN
            return
        self.substances |= {one.code: one for one in parts.substances}
        for title, price, least in self._prices(offer, name):
            self.offers[title] = offer
            self.ingredients.append(_ingredient(title, offer, price, parts, least))

    def _is_asked_for(self, offer: Offer) -> bool:
        wish = self._wish
        return (
            offer.sold is Sold.MATERIAL
            and offer.currency == wish.currency
            and (not wish.suppliers or offer.supplier in wish.suppliers)
            and offer.item in self._library.materials
            and (self._wanted is None or offer.item in self._wanted)
        )

    def _prices(self, offer: Offer, name: str) -> Iterable[tuple[str, Decimal, float | None]]:
        """Each price step is an ingredient of its own where steps are chosen from; else the price
        is that of the quantity which the reference needs. Of what must be bought at least, the
        rest stays in stock: the first step asks for no quantity."""
        if self._wish.price_steps and len(offer.steps) > 1:
            for n, step in enumerate(offer.steps):
                title = f"{name}, from {step.quantity} g"
                yield title, step.price, step.quantity / GRAMS if n else None
        else:
            yield name, self._price(offer), None

    def _price(self, offer: Offer) -> Decimal:
        need = Decimal(self._needed.get(offer.item, 0.0)) * self._wish.batch * GRAMS
        return price_at(offer, need)[1]


def _ingredient(
    name: str, offer: Offer, price: Decimal, parts: Composition, least: float | None
) -> Ingredient:
    makeup = {one.code: share for one, share in parts.substances.items()}
    return Ingredient(name, offer.item, offer.supplier, price, makeup, parts.contents, least=least)
