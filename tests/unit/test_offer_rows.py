"""What offers.csv may say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.scents.supply.offer import Offer, PriceStep
from scents.exchange import read_laboratory
from tests.laboratory import build_offer, csv_of


def offers_in(*rows: tuple[object, ...]) -> tuple[list[Offer], list[str]]:
    found = read_laboratory([csv_of("offers", *rows)])
    return [row.offer for row in found.offers], [*map(str, found.faults)]


OFFER = ("PREMIER", "material", "LIMONENE")
TERMS = ("0.1", 10, 15, "2026-01-01", "", "list")


def test_price_breaks_of_one_offer_are_put_together_in_grams_and_kilograms():
    offers, faults = offers_in(
        (*OFFER, 5, "kg", 38, "EUR", "kg", *TERMS),
        (*OFFER, "0.1", "kg", "0.045", "EUR", "g", *TERMS),
    )
    assert not faults
    steps = (PriceStep(100, Decimal(45)), PriceStep(5000, Decimal(38)))
    terms = {"steps": steps, "minimum": 100, "lead_time": 10, "fee": Decimal(15)}
    assert offers == [build_offer(source="list", **terms)]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({3: "0.0001"}, "whole grams"),
        ({3: "-1"}, "quantities from 0"),
        ({4: "unit"}, "must be one of mg, g, kg"),
        ({5: "0"}, "prices above 0"),
        ({5: "NaN"}, "plain digits"),
        ({5: "1e3"}, "plain digits"),
        ({7: "lb"}, "must be one of mg, g, kg"),
        ({6: "Euro"}, "ISO 4217"),
        ({9: "1.5"}, "whole number"),
        ({11: ""}, "must not be empty"),
        ({11: "01.01.2026"}, "ISO date"),
        ({12: "2025-01-01"}, "before valid_from"),
        ({1: "scent"}, "must be one of unit"),
    ],
)
def test_an_impossible_offer_is_refused(changes: dict[int, str], fault: str):
    row = [*OFFER, 5, "kg", 38, "EUR", "kg", *TERMS]
    for place, cell in changes.items():
        row[place] = cell
    offers, [told] = offers_in(tuple(row))
    assert not offers
    assert fault in told


def test_breaks_with_other_terms_or_the_same_quantity_are_refused():
    first = (*OFFER, 5, "kg", 38, "EUR", "kg", *TERMS)
    _, faults = offers_in(first, (*OFFER, 9, "kg", 30, "USD", "kg", *TERMS), first)
    assert "row 3: is of the offer in row 2, and has other terms" in faults[0]
    assert "in the order of their quantities" in faults[1]
