"""What suppliers ask, and when it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput, DomainError
from domain.scents.events.suppliers import OfferEnded, OfferMade, OfferWithdrawn
from domain.scents.supply.offer import Grade, PriceStep, Sold
from domain.scents.supply.price_list import (
    OfferIsHistory,
    OfferIsOver,
    OffersOverlap,
    PriceList,
    UnknownOffer,
)
from domain.scents.supply.supplier import Supplier, SupplierProfile
from tests.laboratory import build_offer

KEY = ("PREMIER", Sold.MATERIAL, "LIMONENE")
JANUARY, MARCH, JULY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 7, 1)


def steps(*pairs: tuple[int, str]) -> tuple[PriceStep, ...]:
    return tuple(PriceStep(quantity, Decimal(price)) for quantity, price in pairs)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"currency": "eur"}, "ISO 4217"),
        ({"currency": "EURO"}, "ISO 4217"),
        ({"steps": ()}, "from 1 to"),
        ({"steps": steps((5, "1"), (5, "2"))}, "in the order"),
        ({"steps": steps((9, "1"), (5, "2"))}, "in the order"),
        ({"steps": steps((1, "0"))}, "above 0"),
        ({"steps": steps((1, "-1"))}, "above 0"),
        ({"steps": steps((1, "NaN"))}, "above 0"),
        ({"steps": steps((1, "Infinity"))}, "above 0"),
        ({"steps": steps((1, "0.0000001"))}, "decimal places"),
        ({"steps": steps((-1, "1"))}, "quantities from 0"),
        ({"minimum": -1}, "from 0"),
        ({"lead_time": -1}, "from 0"),
        ({"fee": Decimal("-1")}, "from 0"),
        ({"fee": Decimal("NaN")}, "from 0"),
        ({"valid_to": date(2025, 12, 31)}, "before valid_from"),
    ],
)
def test_what_nobody_can_offer_is_refused(changes: dict[str, Any], fault: str):
    with pytest.raises(BadInput, match=fault):
        build_offer(**changes)


def test_an_offer_holds_on_its_first_and_on_its_last_day():
    offer = build_offer(valid_from=JANUARY, valid_to=MARCH)
    days = [JANUARY - timedelta(1), JANUARY, MARCH, MARCH + timedelta(1)]
    assert [offer.holds_on(day) for day in days] == [False, True, True, False]


def test_a_new_offer_ends_the_one_that_held_until_further_notice():
    prices = PriceList(KEY)
    prices.make(build_offer(valid_from=JANUARY))
    prices.make(build_offer(valid_from=MARCH))

    assert [(o.valid_from, o.valid_to) for o in prices.offers] == [
        (JANUARY, date(2026, 2, 28)),
        (MARCH, None),
    ]
    assert isinstance(prices.events[0], OfferMade)
    assert prices.events[1] == OfferEnded(*KEY, JANUARY, date(2026, 2, 28))


def test_an_offer_with_a_last_day_is_not_cut_short_by_another():
    prices = PriceList(KEY, [build_offer(valid_from=JANUARY, valid_to=MARCH)])
    with pytest.raises(OffersOverlap, match="from 2026-01-01 to 2026-03-01"):
        prices.make(build_offer(valid_from=MARCH))
    prices.make(build_offer(valid_from=MARCH + timedelta(1)))
    assert len(prices.offers) == 2


def test_an_offer_cannot_reach_into_one_that_comes_later():
    prices = PriceList(KEY, [build_offer(valid_from=MARCH)])
    with pytest.raises(OffersOverlap, match="until further notice"):
        prices.make(build_offer(valid_from=JANUARY))
    prices.make(build_offer(valid_from=JANUARY, valid_to=MARCH - timedelta(1)))


def test_the_same_offer_again_changes_nothing_even_when_another_has_ended_it():
    prices = PriceList(KEY)
    first = build_offer(valid_from=JANUARY)
    prices.make(first)
    prices.make(build_offer(valid_from=MARCH))
    prices.take_events()

    prices.make(first)
    assert not prices.events


def test_terms_never_change():
    prices = PriceList(KEY, [build_offer()])
    with pytest.raises(OfferIsHistory, match="later day"):
        prices.make(build_offer(fee=Decimal(5)))


def test_an_end_may_come_sooner_but_not_later():
    prices = PriceList(KEY, [build_offer()])
    prices.make(build_offer(valid_to=JULY))
    prices.make(build_offer(valid_to=MARCH))
    assert prices.offers == [build_offer(valid_to=MARCH)]
    with pytest.raises(OfferIsOver):
        prices.make(build_offer(valid_to=JULY))


def test_what_is_withdrawn_has_held_until_yesterday():
    prices = PriceList(KEY, [build_offer()])
    prices.withdraw(JANUARY, MARCH)
    assert prices.events == [OfferEnded(*KEY, JANUARY, date(2026, 2, 28))]
    with pytest.raises(OfferIsOver, match="2026-02-28"):
        prices.withdraw(JANUARY, MARCH)


@pytest.mark.parametrize("today", [JANUARY, JANUARY - timedelta(9)])
def test_what_has_not_begun_is_taken_back_whole(today: date):
    prices = PriceList(KEY, [build_offer()])
    prices.withdraw(JANUARY, today)
    assert prices.offers == []
    assert prices.events == [OfferWithdrawn(*KEY, JANUARY)]
    with pytest.raises(UnknownOffer):
        prices.withdraw(JANUARY, today)


spans = st.tuples(st.integers(0, 60), st.none() | st.integers(0, 30))


@given(st.lists(spans, max_size=12))
def test_on_no_day_do_two_offers_hold_whatever_is_made(made: Sequence[tuple[int, int | None]]):
    prices = PriceList(KEY)
    for start, length in made:
        first = JANUARY + timedelta(start)
        last = None if length is None else first + timedelta(length)
        before = prices.offers
        try:
            prices.make(build_offer(valid_from=first, valid_to=last))
        except DomainError:
            assert prices.offers == before
    for day in (JANUARY + timedelta(n) for n in range(100)):
        assert sum(offer.holds_on(day) for offer in prices.offers) <= 1


@pytest.mark.parametrize("email", ["nobody", "a@b", "a b@c.d", "@c.d", f"{'a' * 250}@b.de"])
def test_an_address_that_no_mail_can_go_to_is_refused(email: str):
    with pytest.raises(BadInput, match="email"):
        SupplierProfile("Premier", Grade.PREMIUM, email)


def test_the_same_profile_again_changes_nothing():
    supplier = Supplier.register("PREMIER", SupplierProfile("Premier", Grade.PREMIUM))
    supplier.change(replace(supplier.profile))
    assert supplier.version_number == 1
    supplier.change(replace(supplier.profile, active=False))
    assert supplier.version_number == 2
