"""Safety rules as plain data: what was written is read again, and a change is told."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.kernel import BadInput
from domain.scents.safety.allergens import AllergenRule
from domain.scents.safety.delivery_format import DeliveryFormat
from domain.scents.safety.standard import CATEGORIES, Clearance, Rule, Standard
from scents import safety_values as values
from tests.safety_rules import cas_number

names = some.text(some.characters(codec="utf-8", exclude_characters=":"), min_size=1).filter(
    str.strip
)
members = some.frozensets(some.integers(1, 800).map(cas_number), min_size=1)
per_cents = some.decimals("0.0000000001", 100, allow_nan=False, places=10)
limits = some.one_of(per_cents, some.sampled_from([Rule.NO_RESTRICTION, Rule.PROHIBITED]))
days = some.dates(date(2000, 1, 1), date(2050, 1, 1))


def stored(value: values.Value) -> Any:
    return json.loads(json.dumps(value))


@given(
    name=names,
    amendment=some.sampled_from(["49", "50", "51"]),
    members=members,
    limits=some.dictionaries(some.sampled_from([*CATEGORIES]), limits, min_size=1),
    condition=some.text(),
    together=some.text(),
)
def test_a_standard_is_read_as_it_was_written(name: str, amendment: str, **said: Any):
    standard = Standard(name, amendment, **said)
    value = stored(values.standard_value(standard))
    assert values.standard_from(amendment, name, value) == standard


@given(rule=names, name=names, members=members, thresholds=some.tuples(per_cents, per_cents))
def test_an_allergen_is_read_as_it_was_written(
    rule: str, name: str, members: frozenset[str], thresholds: tuple[Decimal, Decimal]
):
    allergen = AllergenRule(
        rule, name, members, *thresholds, date(2026, 7, 31), date(2028, 7, 31), "Annex III"
    )
    value = stored(values.allergen_value(allergen))
    assert values.allergen_from(rule, name, value, source="Annex III") == allergen


def test_a_clearance_and_a_decision_are_read_as_they_were_written():
    clearance = Clearance("64-17-5", "51", "the index", "Ethanol")
    decision = DeliveryFormat("REED", "reed diffuser", "51", "12", "Ann", "no skin contact")
    value = stored(values.clearance_value(clearance))
    assert values.clearance_from("51", "64-17-5", value, source="the index") == clearance
    value = stored(values.format_value(decision))
    assert values.format_from("REED", value, source="no skin contact", by="Ann") == decision


def test_a_change_is_told_in_words():
    before = {"members": ["1", "2"], "limits": {"4": "0.6", "12": "9"}, "condition": ""}
    after = {"members": ["2", "3"], "limits": {"4": "0.5", "1": "prohibited"}, "condition": "pure"}
    assert values.changes(before, after) == [
        "with 3",
        "without 1",
        "4: 0.6 → 0.5",
        "12: 9 → none",
        "1: none → prohibited",
        "condition: none → pure",
    ]
    assert values.changes(None, after) == ["recorded"]
    assert values.changes(before, None) == ["withdrawn"]
    assert values.changes(before, before) == []


def test_a_regulation_with_a_colon_would_make_two_records_one():
    days = date(2026, 7, 31), date(2028, 7, 31)
    with pytest.raises(BadInput, match="colon"):
        AllergenRule(
            "a:b", "c", frozenset([cas_number(1)]), Decimal(1), Decimal(1), *days, "Annex III"
        )
