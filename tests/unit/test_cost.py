"""What a mixture costs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.supply.cost import Costing, cost, price_at
from domain.scents.supply.offer import Sold
from tests.shelf import offer

KG = Decimal(1000)
HALVES = {"LEMON": 0.5, "DPG": 0.5}


def of(costings: tuple[Costing, ...], supplier: str) -> Costing:
    return next(one for one in costings if one.supplier == supplier)


def test_each_supplier_is_reckoned_and_so_is_the_cheapest_choice() -> None:
    offers = [
        offer("LEMON", "cheap", price="20"),
        offer("DPG", "cheap", price="4"),
        offer("LEMON", "dear", price="50"),
        offer("DPG", "dear", price="3"),
    ]
    found = cost(HALVES, offers, batch=KG)
    assert of(found, "cheap").cost == Decimal("12.00")
    assert of(found, "dear").cost == Decimal("26.50")
    assert of(found, "").cost == Decimal("11.50")
    assert found[0].supplier == ""


def test_what_nobody_offers_is_named_and_comes_last() -> None:
    offers = [offer("LEMON", "cheap", price="1"), *[offer(one, "dear") for one in HALVES]]
    found = cost(HALVES, offers, batch=KG)
    assert of(found, "cheap").missing == ("DPG",)
    assert not of(found, "cheap").complete
    assert found[-1].supplier == "cheap"


def test_currencies_are_never_added_up() -> None:
    offers = [offer("LEMON"), offer("DPG", currency="EUR")]
    assert {one.currency for one in cost(HALVES, offers, batch=KG)} == {"USD", "EUR"}
    assert all(len(one.missing) == 1 for one in cost(HALVES, offers, batch=KG))


def test_a_fee_is_asked_once_for_an_order() -> None:
    offers = [offer(one, fee=Decimal("7.50")) for one in HALVES]
    assert of(cost(HALVES, offers, batch=KG), "cheap").fees == Decimal("7.50")


def test_at_least_the_minimum_is_bought_and_only_the_need_is_cost() -> None:
    [bought, _] = cost({"LEMON": 1.0}, [offer("LEMON", minimum=5000)], batch=KG)
    assert (bought.cost, bought.outlay) == (Decimal("10.00"), Decimal("50.00"))


@pytest.mark.parametrize(
    ("need", "bought", "price"),
    [
        (1, 1, "0.75"),
        (399, 400, "0.72"),
        (400, 400, "0.72"),
        (799, 800, "0.68"),
        (801, 801, "0.68"),
    ],
)
def test_more_is_bought_where_the_whole_is_cheaper_then(need: int, bought: int, price: str) -> None:
    """The price steps of example 3.6 of Snyder and Shen: 0.75, 0.72 from 400, 0.68 from 800."""
    steps = {1: "0.75", 400: "0.72", 800: "0.68"}
    assert price_at(offer("X", steps=steps), Decimal(need)) == (bought, Decimal(price))


def test_offers_of_finished_scents_are_no_materials() -> None:
    assert cost({"LEMON": 1.0}, [offer("LEMON", sold=Sold.SCENT)], batch=KG) == ()


@pytest.mark.parametrize("batch", ["0", "-1", "NaN", "Infinity", "1e10"])
def test_a_batch_that_nobody_could_make_is_refused(batch: str) -> None:
    with pytest.raises(BadInput):
        cost(HALVES, [offer("LEMON")], batch=Decimal(batch))


prices = st.decimals("0.01", "1000", places=2)


@given(one=prices, other=prices, more=prices, share=st.floats(0.01, 0.99))
def test_a_dearer_price_never_makes_it_cheaper(
    one: Decimal, other: Decimal, more: Decimal, share: float
) -> None:
    mixture = {"LEMON": share, "DPG": 1 - share}
    before, after = (
        of(
            cost(mixture, [offer("LEMON", price=str(p)), offer("DPG", price=str(other))], batch=KG),
            "",
        )
        for p in (one, one + more)
    )
    assert before.cost <= after.cost


@given(need=st.integers(1, 2000), more=st.integers(1, 500))
def test_needing_more_never_costs_less(need: int, more: int) -> None:
    steps = offer("X", steps={1: "10", 400: "7", 900: "4"}, minimum=20)

    def outlay(grams: int) -> Decimal:
        bought, price = price_at(steps, Decimal(grams))
        return bought * price

    assert outlay(need) <= outlay(need + more)


@given(batch=st.integers(1, 10**6))
def test_the_cost_of_a_kilogram_does_not_depend_on_the_batch_where_prices_do_not(
    batch: int,
) -> None:
    offers = [offer("LEMON", price="20"), offer("DPG", price="4")]
    found = of(cost(HALVES, offers, batch=Decimal(batch)), "")
    assert abs(found.cost_per_kg - 12) < Decimal("0.03")  # micrograms of a gram, rounded
