"""What holds of the check for every formula."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scents.safety.check import check
from domain.scents.safety.standard import CATEGORIES, Limit, Rule, Standard
from domain.scents.safety.verdict import Status, Verdict
from tests.safety_rules import shipped_clearances, shipped_standards

RULES, CLEARED = shipped_standards(), shipped_clearances()
NUMBERS = sorted(
    {number for rule in RULES for number in rule.members} | {each.cas for each in CLEARED}
)
MATERIALS = {number: number for number in NUMBERS}
PROHIBITED = {
    number for rule in RULES if Rule.PROHIBITED in rule.limits.values() for number in rule.members
}
categories = st.sampled_from([category for category in CATEGORIES if category != "6"])
doses = st.floats(1e-6, 1)


@st.composite
def formulas(draw: st.DrawFn) -> dict[str, float]:
    """Mass fractions that add up to one, of materials that are not prohibited anywhere."""
    allowed = [number for number in NUMBERS if number not in PROHIBITED]
    parts = draw(
        st.dictionaries(st.sampled_from(allowed), st.floats(1e-9, 1e3), min_size=1, max_size=12)
    )
    whole = sum(parts.values())
    return {code: part / whole for code, part in parts.items()}


def judge(contents: dict[str, float], category: str, dose: float = 1.0) -> Verdict:
    said = {"amendment": "51", "category": category}
    return check(contents, MATERIALS, RULES, CLEARED, **said, dose=dose)


def by_hand(contents: dict[str, float], category: str) -> float | None:
    """The largest dose, summed standard by standard; None where a limit is missing."""
    allowances: dict[str, Decimal] = {}
    for rule in RULES:
        share = sum(Decimal(contents[code]) for code in contents if code in rule.members)
        limit: Limit | None = rule.limits.get(category)
        if share and limit is None:
            return None
        if share and isinstance(limit, Decimal):
            for name in {rule.name, rule.together or rule.name}:
                allowances[name] = allowances.get(name, Decimal(0)) + 100 * share / limit
    return float(min([Decimal(1), *(1 / use for use in allowances.values())]))


@given(formulas(), categories)
def test_the_largest_dose_is_that_of_the_sum_by_hand(
    contents: dict[str, float], category: str
) -> None:
    expected, found = by_hand(contents, category), judge(contents, category).largest_dose
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(expected, rel=1e-9)


@given(formulas(), categories)
def test_the_largest_dose_passes_and_one_per_cent_more_does_not(
    contents: dict[str, float], category: str
) -> None:
    largest = judge(contents, category).largest_dose
    if largest is None:
        assert not judge(contents, category, 1e-6).passes
        return
    assert judge(contents, category, largest).passes
    if largest * 1.01 <= 1:
        assert not judge(contents, category, largest * 1.01).passes


@given(formulas(), categories, doses, doses)
def test_less_of_what_passes_passes(
    contents: dict[str, float], category: str, one: float, other: float
) -> None:
    if judge(contents, category, max(one, other)).passes:
        assert judge(contents, category, min(one, other)).passes


@given(formulas(), categories, st.floats(0.01, 1))
def test_diluting_a_formula_is_the_same_as_dosing_it_lower(
    contents: dict[str, float], category: str, strength: float
) -> None:
    diluted = {code: share * strength for code, share in contents.items()}
    one, other = judge(diluted, category), judge(contents, category, strength)
    assert [finding.status for finding in one.findings] == [f.status for f in other.findings]
    assert [f.share for f in one.findings] == pytest.approx([f.share for f in other.findings])


@given(formulas(), formulas(), categories, st.floats(0.01, 10))
def test_what_is_added_never_lets_more_of_the_rest_into_the_product(
    contents: dict[str, float], added: dict[str, float], category: str, amount: float
) -> None:
    rest = 1 / (1 + amount)
    mixed = {code: share * rest for code, share in contents.items()}
    for code, share in added.items():
        mixed[code] = mixed.get(code, 0.0) + share * amount * rest
    alone, both = judge(contents, category).largest_dose, judge(mixed, category).largest_dose
    if alone is None:
        assert both is None
    elif both is not None:
        assert both * rest <= alone * (1 + 1e-9)


@given(formulas(), st.sampled_from(sorted(PROHIBITED)), st.floats(1e-12, 1))
def test_a_trace_of_something_prohibited_never_passes(
    contents: dict[str, float], number: str, share: float
) -> None:
    verdict = judge({**contents, number: share}, "6", 1e-6)
    assert not verdict.passes
    assert verdict.largest_dose == 0


@given(formulas(), categories, doses, st.floats(1e-12, 1))
def test_a_trace_of_something_unknown_never_passes(
    contents: dict[str, float], category: str, dose: float, share: float
) -> None:
    verdict = judge({**contents, "110-54-3": share}, category, dose)
    assert not verdict.passes
    assert verdict.largest_dose is None
    assert Status.UNKNOWN in {finding.status for finding in verdict.blocking}


@given(formulas(), categories, doses, st.randoms())
def test_the_order_of_materials_and_rules_does_not_matter(
    contents: dict[str, float], category: str, dose: float, chance: Random
) -> None:
    rules: list[Standard] = list(RULES)
    codes = list(contents)
    chance.shuffle(rules)
    chance.shuffle(codes)
    said = {"amendment": "51", "category": category}
    shuffled = {code: contents[code] for code in codes}
    other = check(shuffled, MATERIALS, rules, CLEARED, **said, dose=dose)
    assert other == judge(contents, category, dose)
