"""Which of two is the cheap one, and what the decision records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.sourcing.evidence import Evidence, NoEvidence
from domain.scents.sourcing.market_research import ResearchRow
from domain.scents.sourcing.pair import Pair, Side, decide_between, evidence_for, pair_of
from domain.scents.sourcing.policy import PLAIN, Test, Undecided
from domain.scents.sourcing.research_table import ResearchTable, share_of
from domain.scents.sourcing.savings import Savings, add_up
from domain.scents.sourcing.scent import Decision, Kind
from domain.scents.surveys.plan import Candidate
from domain.scents.surveys.samples import Sample

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CHEAP, DEAR, THIRD = Candidate("CHEAP"), Candidate("DEAR"), Candidate("THIRD")
OLD, NEW = Candidate("HOUSE", "SEA@1"), Candidate("HOUSE", "SEA@2")


def pair(
    low: str | None = "15.00",
    high: str | None = "25.00",
    *,
    first: Candidate = CHEAP,
    second: Candidate = DEAR,
) -> Pair:
    sides = (first, low), (second, high)
    return Pair(*(Side(who, Decimal(cost) if cost else None) for who, cost in sides), "USD")


def decide(pair: Pair, count: int, answers: int, **more: Any) -> Decision:
    policy = more.pop("policy", PLAIN)
    evidence = Evidence.counted(count, answers, source={})
    return decide_between(pair, evidence, policy, bought=more.pop("bought", None), at=NOW, **more)


def test_the_cheap_one_is_that_of_the_lower_cost_wherever_it_stands():
    for of, count in ((pair(), 40), (pair().turned(), 60)):
        found = decide(of, count, 100)
        assert (found.source, found.cost, found.saving) == (CHEAP, Decimal(15), Decimal(10))
        assert (found.evidence["cheap"], found.evidence["expensive"]) == (40, 60)
        assert found.evidence["of"] == {"cheap": "CHEAP", "expensive": "DEAR"}
        assert (found.kind, found.by, found.policy) == (Kind.SUPPLIER, "PLAIN@1", "PLAIN@1")


def test_the_expensive_one_saves_nothing():
    found = decide(pair(), 39, 100)
    assert (found.source, found.cost, found.saving) == (DEAR, Decimal(25), Decimal(0))


@pytest.mark.parametrize("cost", ["20.00", None])
def test_where_nothing_can_be_saved_the_more_favoured_one_is_bought(cost: str | None):
    same = pair(cost, cost)
    assert decide(same, 45, 100).source == DEAR
    assert decide(same, 55, 100).source == CHEAP
    assert decide(same, 45, 100).evidence["threshold"] == "50"
    assert decide(same, 45, 100).provisional
    assert not decide(same, 80, 100).provisional
    assert decide(same, 80, 100).saving == (Decimal(0) if cost else None)


def test_between_equals_what_is_bought_stays_and_else_the_name_decides():
    same = pair("20.00", "20.00")
    assert decide(same, 50, 100).source == CHEAP
    assert decide(same.turned(), 50, 100).source == CHEAP
    assert decide(same, 50, 100, bought=DEAR).source == DEAR


def test_without_an_expensive_one_there_is_none_to_fall_back_on():
    policy = replace(PLAIN, test=Test.SEQUENTIAL, undecided=Undecided.EXPENSIVE)
    assert decide(pair("20.00", "20.00"), 52, 100, policy=policy).source == CHEAP
    assert decide(pair(), 41, 100, policy=policy).source == DEAR


def test_two_formulas_of_one_supplier_are_variants():
    found = decide(pair("9.00", "9.00", first=OLD, second=NEW), 30, 100)
    assert (found.source, found.kind, found.saving) == (NEW, Kind.VARIANT, Decimal(0))


def test_what_is_kept_may_be_neither_of_the_two():
    policy = replace(PLAIN, test=Test.INTERVAL, undecided=Undecided.KEEP)
    found = decide(pair(), 41, 100, policy=policy, bought=THIRD)
    assert (found.source, found.provisional, found.cost) == (THIRD, True, None)
    assert found.reason.endswith("What is bought now is kept.")


SAMPLES = (
    Sample(CHEAP, ("274",), Decimal("15.00"), "USD"),
    Sample(DEAR, ("631",), Decimal("25.00"), "USD"),
)


def test_choices_are_counted_by_code_and_not_by_place():
    marks = {("274", "chosen"): 3, ("631", "chosen"): 7, ("#1", "chosen"): 4, ("#2", "chosen"): 6}
    found = evidence_for(SAMPLES, marks, reference="SEA-1/1")
    assert (found.count, found.answers, found.ties) == (3, 10, 0)
    assert pair_of(SAMPLES) == pair()


def test_ties_of_paired_comparisons_are_left_out_and_told():
    marks = {("274 631", "274"): 4, ("274 631", "631"): 6, ("274 631", "="): 90}
    found = evidence_for(SAMPLES, marks, reference="SEA-1/1")
    assert (found.count, found.answers, found.ties) == (4, 10, 90)
    assert found.share == Fraction(2, 5)
    with pytest.raises(NoEvidence):
        evidence_for(SAMPLES, {("274 631", "="): 90}, reference="SEA-1/1")


@given(st.integers(0, 300), st.integers(1, 300), st.booleans())
def test_it_does_not_matter_which_of_the_two_is_named_first(count: int, n: int, same: bool):
    both = pair("20.00", "20.00") if same else pair()
    count = min(count, n)
    assert decide(both, count, n) == decide(both.turned(), n - count, n)


def row(**said: Any) -> ResearchRow:
    told = {"expensive": "40", "cheap": "60", "expensive_cost": "25.00", "cheap_cost": "15.00"}
    amounts = {name: Decimal(said.pop(name, value)) for name, value in told.items()}
    return ResearchRow("SEA-BREEZE", **amounts, **said)


def test_a_row_with_counts_is_counted():
    assert row(answers=50, cheap_count=30).evidence(reference="t").count == 30
    assert row().evidence(reference="t").count is None


def test_a_per_cent_of_so_many_answers_is_a_count_where_only_one_rounds_to_it():
    assert row(answers=100).evidence(reference="t").count == 60
    assert row(answers=5).evidence(reference="t").count == 3
    assert row(answers=1_000).evidence(reference="t").count is None
    assert row(answers=1_000, cheap="60.0", expensive="40.0").evidence(reference="t").count == 600
    third = row(answers=3, cheap="33", expensive="67").evidence(reference="t")
    assert third.share == Fraction(1, 3)


def test_a_row_may_have_two_equal_costs():
    assert row(cheap_cost="25.00").cheap_cost == Decimal(25)


def decide_row(said: ResearchRow) -> Decision:
    return ResearchTable("t", [said], "EXPENSIVE", "CHEAP", "USD").decision(
        said, PLAIN, bought=None, at=NOW
    )


def test_who_favoured_neither_is_not_counted_for_the_expensive_one():
    found = decide_row(row(cheap="35", answers=100)).evidence
    assert (found["cheap"], found["expensive"], found["neither"]) == (35, None, "25 %")
    rounded = row(cheap="33", expensive="66", answers=100).evidence(reference="t")
    assert "neither" not in rounded.source


@pytest.mark.parametrize(
    ("cheap", "bought"),
    [("45", "CHEAP"), ("40", "CHEAP"), ("39", "EXPENSIVE"), ("0", "EXPENSIVE")],
)
def test_of_equal_costs_who_favoured_neither_does_not_help_either(cheap: str, bought: str):
    """The expensive one has 40 %: 45 are more, though 55 did not choose the cheap one."""
    found = decide_row(row(cheap=cheap, cheap_cost="25.00"))
    assert found.source.supplier == share_of(found) == bought
    assert found.evidence["per_cent"] >= 50
    assert f"{bought} is bought." in found.reason


def test_where_none_is_cheap_the_reason_names_the_two():
    told = decide(pair("9.00", "9.00", first=OLD, second=NEW), 30, 100).reason
    assert f"70 of 100 answers, 70 %, were for {NEW};" in told
    assert f"{NEW} is bought." in told
    assert "cheap" not in told


def test_a_per_cent_that_no_count_rounds_to_has_none():
    assert row(answers=3, cheap="40", expensive="60").evidence(reference="t").count is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"cheap_cost": "25.01"}, "cheap_cost"),
        ({"cheap": "61"}, "cheap"),
        ({"cheap": "-1"}, "cheap"),
        ({"expensive_cost": "0"}, "expensive_cost"),
        ({"cheap_cost": "NaN"}, "cheap_cost"),
        ({"answers": 0}, "answers"),
        ({"answers": 100, "cheap_count": 59}, "cheap_count"),
        ({"cheap_count": 60}, "answers"),
    ],
)
def test_a_row_that_cannot_be_is_refused(said: dict[str, Any], field: str):
    with pytest.raises(BadInput) as refusal:
        row(**said)
    assert refusal.value.field == field


def test_the_table_of_the_company_saves_27_of_122():
    """Section 2.1 of research/scents_analytics.md: 95.00 against 122.00, 22.1 %."""
    table = {(25, 15): 60, (18, 16): 65, (30, 25): 30, (22, 14): 50, (27, 20): 51}
    decisions = [decide(pair(str(low), str(high)), n, 100) for (high, low), n in table.items()]
    assert [one.source for one in decisions] == [CHEAP, CHEAP, DEAR, CHEAP, CHEAP]
    [sums] = add_up(decisions)
    assert sums == Savings("USD", 5, Decimal(95), Decimal(122))
    assert (sums.saving, sums.per_cent) == (Decimal(27), Decimal("22.1"))


def test_amounts_of_several_currencies_are_not_added():
    other = Decision(Kind.SUPPLIER, CHEAP, "x", NOW, costs={"CHEAP": Decimal(1)}, currency="EUR")
    unknown = Decision(Kind.SUPPLIER, CHEAP, "x", NOW)
    sums = add_up([decide(pair(), 1, 1), other, unknown])
    assert [(one.currency, one.scents) for one in sums] == [("EUR", 1), ("USD", 1)]
