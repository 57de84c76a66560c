"""Allergens: which a label must name, and from which day on."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.safety.allergens import AllergenRule, Due, Label, allergens_to_label
from domain.scents.safety.sheets import allergen_rules_from
from tests.safety_rules import rows

SHIPPED = [each.rule for each in allergen_rules_from(rows("allergens.csv"), by="starter")]
NUMBERS = {
    "d-limonene": "5989-27-5",
    "l-limonene": "5989-54-8",
    "linalool": "78-70-6",
    "vanillin": "121-33-5",
    "base": "",
}
NEW, ALL = date(2026, 7, 31), date(2028, 7, 31)
RULE = AllergenRule(
    "Regulation (EU) 2023/1545",
    "Limonene",
    frozenset({"5989-27-5", "5989-54-8"}),
    Decimal("0.001"),
    Decimal("0.01"),
    NEW,
    ALL,
    "Annex III, entry 88",
)


def label(contents: dict[str, float], *, dose: float = 1.0, leave_on: bool = True) -> Label:
    return allergens_to_label(
        contents, NUMBERS, [RULE], dose=dose, leave_on=leave_on, on=date(2026, 11, 20)
    )


def test_the_isomers_of_an_entry_count_together() -> None:
    (mention,) = label({"d-limonene": 0.000006, "l-limonene": 0.000007}).mentions
    assert mention.rule.name == "Limonene"
    assert mention.share == pytest.approx(0.000013)
    assert mention.threshold == Decimal("0.001")
    assert mention.materials == ("l-limonene", "d-limonene")


@pytest.mark.parametrize(
    ("per_cent", "leave_on", "named"),
    [
        (0.001, True, False),
        (0.0010001, True, True),
        (0.01, False, False),
        (0.010001, False, True),
    ],
)
def test_an_allergen_is_named_above_its_threshold_and_not_at_it(
    per_cent: float, leave_on: bool, named: bool
) -> None:
    found = label({"d-limonene": per_cent * 10 / 100}, dose=0.1, leave_on=leave_on)
    assert bool(found.mentions) is named


def test_what_has_no_cas_number_is_told_for_no_list_can_tell() -> None:
    assert label({"base": 0.5, "linalool": 0.5}).unidentified == ("base",)
    assert label({"linalool": 0.5, "base": 0.0}).unidentified == ()


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 7, 30), Due.NOT_YET),
        (date(2026, 7, 31), Due.NEW_PRODUCTS),
        (date(2028, 7, 30), Due.NEW_PRODUCTS),
        (date(2028, 7, 31), Due.ALL_PRODUCTS),
    ],
)
def test_vanillin_must_be_named_on_new_products_two_years_before_all(day: date, due: Due) -> None:
    """Regulation (EU) 2023/1545: 31 July 2026 and 31 July 2028, 0.001 % in leave-on products."""
    found = allergens_to_label(
        {"vanillin": 0.01}, NUMBERS, SHIPPED, dose=0.1, leave_on=True, on=day
    )
    assert [(each.rule.name, each.due) for each in found.mentions] == [("Vanillin", due)]
    assert found.names(new_product=True) == (() if due is Due.NOT_YET else ("Vanillin",))
    assert found.names(new_product=False) == (("Vanillin",) if due is Due.ALL_PRODUCTS else ())


def test_a_name_that_two_regulations_demand_stands_on_the_label_once() -> None:
    found = allergens_to_label(
        {"d-limonene": 0.1, "linalool": 0.1},
        NUMBERS,
        SHIPPED,
        dose=1.0,
        leave_on=True,
        on=date(2026, 11, 20),
    )
    assert len(found.mentions) == 3
    assert found.names(new_product=True) == ("Limonene", "Linalool")
    assert found.names(new_product=False) == ("Limonene", "Linalool")


@given(st.floats(0, 1), st.floats(1e-6, 1), st.booleans())
def test_more_in_the_product_never_takes_a_name_off_the_label(
    share: float, dose: float, leave_on: bool
) -> None:
    less = label({"d-limonene": share}, dose=dose, leave_on=leave_on)
    more = label({"d-limonene": share}, dose=1.0, leave_on=leave_on)
    assert set(less.names(new_product=True)) <= set(more.names(new_product=True))


@pytest.mark.parametrize("dose", [0, 1.1, math.nan])
def test_a_dose_of_a_label_is_a_share_of_the_product(dose: float) -> None:
    with pytest.raises(BadInput, match="dose"):
        label({}, dose=dose)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("source", ""),
        ("members", frozenset()),
        ("members", frozenset({"5989-27-6"})),
        ("leave_on", Decimal(0)),
        ("rinse_off", Decimal("NaN")),
        ("all_products_from", date(2026, 1, 1)),
    ],
)
def test_a_rule_that_nobody_could_follow_is_refused(field: str, value: object) -> None:
    with pytest.raises(BadInput, match=field):
        replace(RULE, **{field: value})


def test_the_shipped_list_has_the_entries_of_both_regulations() -> None:
    """24 of the 26 of 2003 (two are prohibited since); by 2023/1545, 17 entries are amended, of
    which that of benzyl alcohol changes no number here, and 45 added."""
    by_rule = {name: [r for r in SHIPPED if r.rule == name] for name in {r.rule for r in SHIPPED}}
    assert {name: len(found) for name, found in by_rule.items()} == {
        "Regulation (EC) 1223/2009": 24,
        "Regulation (EU) 2023/1545": 16 + 45,
    }
    assert {(r.leave_on, r.rinse_off) for r in SHIPPED} == {(Decimal("0.001"), Decimal("0.01"))}
