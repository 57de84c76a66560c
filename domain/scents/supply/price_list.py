"""What a supplier asks for one item, now, before and to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from domain.kernel import Aggregate, NotFound, Refused
from domain.scents.events.suppliers import OfferEnded, OfferMade, OfferWithdrawn
from domain.scents.facts import step_facts
from domain.scents.supply.offer import Offer, Sold

ListKey = tuple[str, Sold, str]
"""Supplier, what is sold, and the item."""

_A_DAY = timedelta(days=1)


class OffersOverlap(Refused):
    """On some days two prices would hold."""

    code = "offers-overlap"

    def __init__(self, other: Offer) -> None:
        super().__init__(f"it overlaps the offer of {other.supplier} that holds {_days(other)}")


class OfferIsHistory(Refused):
    """The terms of an offer never change."""

    code = "offer-is-history"

    def __init__(self, other: Offer) -> None:
        super().__init__(
            f"the offer of {other.supplier} from {other.valid_from} on has other terms; "
            "they never change: make one from a later day on"
        )


class OfferIsOver(Refused):
    """It has ended."""

    code = "offer-is-over"

    def __init__(self, other: Offer) -> None:
        super().__init__(f"this offer ended on {other.valid_to}")


class UnknownOffer(NotFound):
    """No offer begins on that day."""

    def __init__(self, supplier: str, item: str, valid_from: date) -> None:
        super().__init__(f"{supplier} has no offer for {item} from {valid_from} on")


class PriceList(Aggregate):
    """The offers of one supplier for one item. At most one holds on any day; their terms never
    change, and what has held once stays."""

    def __init__(
        self, key: ListKey, offers: Iterable[Offer] = (), *, version_number: int = 0
    ) -> None:
        super().__init__(version_number=version_number)
        self.key = key
        self._offers = {offer.valid_from: offer for offer in offers}

    @property
    def identity(self) -> str:
        supplier, sold, item = self.key
        return f"prices:{supplier}:{sold}:{item}"

    @property
    def offers(self) -> list[Offer]:
        """The oldest first."""
        return [self._offers[day] for day in sorted(self._offers)]

    def begins(self, day: date) -> Offer | None:
        """The offer that begins on this day."""
        return self._offers.get(day)

    def make(self, offer: Offer) -> None:
        """Take an offer in; the same again changes nothing, unless it names an earlier end.

        Raises OffersOverlap, OfferIsHistory.
        """
        known = self._offers.get(offer.valid_from)
        if known is not None:
            self._shorten(known, offer)
            return
        for other in self.offers:
            if other.valid_to is None and other.valid_from < offer.valid_from:
                self._end(other, offer.valid_from - _A_DAY)
            elif _overlap(other, offer):
                raise OffersOverlap(other)
        self._offers[offer.valid_from] = offer
        self.record(_made(offer))

    def withdraw(self, valid_from: date, today: date) -> None:
        """From today on it holds no longer. Raises UnknownOffer, OfferIsOver."""
        offer = self._offers.get(valid_from)
        if offer is None:
            raise UnknownOffer(self.key[0], self.key[2], valid_from)
        if offer.valid_to is not None and offer.valid_to < today:
            raise OfferIsOver(offer)
        if valid_from < today:
            self._end(offer, today - _A_DAY)
        else:
            del self._offers[valid_from]
            self.record(OfferWithdrawn(*self.key, valid_from))

    def _shorten(self, known: Offer, told: Offer) -> None:
        """The end that is known stands where none is told: a later offer may have brought it."""
        if replace(told, valid_to=known.valid_to) != known:
            raise OfferIsHistory(known)
        if told.valid_to is not None and told.valid_to != known.valid_to:
            if known.valid_to is not None and known.valid_to < told.valid_to:
                raise OfferIsOver(known)
            self._end(known, told.valid_to)

    def _end(self, offer: Offer, last: date) -> None:
        self._offers[offer.valid_from] = replace(offer, valid_to=last)
        self.record(OfferEnded(*self.key, offer.valid_from, last))


def key_of(offer: Offer) -> ListKey:
    return offer.supplier, offer.sold, offer.item


def _overlap(one: Offer, other: Offer) -> bool:
    ends = (one.valid_to or date.max, other.valid_to or date.max)
    return max(one.valid_from, other.valid_from) <= min(ends)


def _days(offer: Offer) -> str:
    until = f"to {offer.valid_to}" if offer.valid_to else "until further notice"
    return f"from {offer.valid_from} {until}"


def _made(offer: Offer) -> OfferMade:
    return OfferMade(
        offer.supplier,
        offer.sold,
        offer.item,
        offer.valid_from,
        offer.valid_to,
        offer.currency,
        step_facts(offer.steps),
        offer.minimum,
        offer.lead_time,
        str(offer.fee),
        offer.source,
    )
