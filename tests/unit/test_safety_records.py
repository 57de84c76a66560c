"""The safety rules as data: every change is kept, with its source and who made it."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel import BadInput
from domain.scents.cas import is_cas
from domain.scents.commands import RecordStandard
from domain.scents.events import (
    AllergenRuleRecorded,
    AllergenRuleWithdrawn,
    CategoryDecided,
    ClearanceRecorded,
    ClearanceWithdrawn,
    StandardRecorded,
    StandardWithdrawn,
)
from domain.scents.safety.allergens import AllergenRecord, AllergenRule
from domain.scents.safety.delivery_format import CategoryUndecided, FormatRecord
from domain.scents.safety.limit_book import ClearanceContradicted, ClearanceRecord, StandardRecord
from domain.scents.safety.revisions import NothingRecorded
from domain.scents.safety.standard import Clearance, Rule, limit_from
from messaging.serialization import from_json, to_json
from tests.safety_rules import CITRAL, ETHANOL, standard


def recorded() -> StandardRecord:
    record = StandardRecord("51", "Citral")
    record.record_standard(standard("Citral", CITRAL, limits="0.6"), source="the 51st", by="Ann")
    return record


def test_a_standard_is_revised_and_the_old_limit_stays_readable() -> None:
    record = recorded()
    record.record_standard(standard("Citral", CITRAL, limits="0.5"), source="a typo", by="Bob")
    assert [(each.number, each.source, each.by) for each in record.revisions] == [
        (1, "the 51st", "Ann"),
        (2, "a typo", "Bob"),
    ]
    assert [each.value and each.value.limits["4"] for each in record.revisions] == [
        Decimal("0.6"),
        Decimal("0.5"),
    ]
    assert record.current is not None
    assert record.current.limits["4"] == Decimal("0.5")
    with pytest.raises(FrozenInstanceError):
        record.revisions[0].source = "another"


def test_the_event_tells_the_whole_standard() -> None:
    record = recorded()
    (event,) = record.take_events()
    limits = (("4", "0.6"), ("12", "0.6"))
    assert event == StandardRecorded(
        "51", "Citral", 1, (CITRAL,), limits, "", "", "the 51st", "Ann"
    )
    assert record.identity == "standard:51:Citral"
    assert record.version_number == 1


def test_the_same_from_the_same_source_changes_nothing() -> None:
    record = recorded()
    record.record_standard(standard("Citral", CITRAL, limits="0.6"), source="the 51st", by="Bob")
    assert len(record.revisions) == 1
    record.record_standard(standard("Citral", CITRAL, limits="0.6"), source="the PDF", by="Bob")
    assert len(record.revisions) == 2


def test_a_standard_recorded_in_error_is_withdrawn_and_can_come_back() -> None:
    record = recorded()
    record.take_events()
    record.withdraw(reason="of another amendment", by="Bob")
    assert record.current is None
    assert record.take_events() == [
        StandardWithdrawn("51", "Citral", 2, "of another amendment", "Bob")
    ]
    with pytest.raises(NothingRecorded):
        record.withdraw(reason="again", by="Bob")
    record.record_standard(standard("Citral", CITRAL), source="the 51st", by="Ann")
    assert [each.value is None for each in record.revisions] == [False, True, False]


@pytest.mark.parametrize(("source", "by"), [("", "Ann"), (" ", "Ann"), ("the 51st", "")])
def test_who_records_a_limit_says_where_it_was_read(source: str, by: str) -> None:
    record = StandardRecord("51", "Citral")
    with pytest.raises(BadInput, match=r"source|by"):
        record.record_standard(standard("Citral", CITRAL), source=source, by=by)
    assert (record.revisions, record.events) == ((), [])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"amendment": "48"}, "amendment"),
        ({"members": frozenset()}, "members"),
        ({"members": frozenset({"5392-40-6"})}, "members"),
        ({"limits": {}}, "limits"),
        ({"limits": {"10": Decimal(1)}}, "category"),
        ({"limits": {"4": Decimal(0)}}, "limits"),
        ({"limits": {"4": Decimal("100.1")}}, "limits"),
        ({"limits": {"4": Decimal("NaN")}}, "limits"),
        ({"limits": {"4": Rule.SPECIFICATION}}, "condition"),
    ],
)
def test_a_standard_that_no_check_could_use_is_refused(said: dict[str, Any], field: str) -> None:
    good = {
        "name": "Citral",
        "amendment": "51",
        "members": frozenset({CITRAL}),
        "limits": {"4": Decimal("0.6")},
        "source": "the 51st",
        "by": "Ann",
    }
    assert RecordStandard(**good).standard()
    with pytest.raises(BadInput) as refused:
        RecordStandard(**{**good, **said}).standard()
    assert refused.value.field == field


@pytest.mark.parametrize("limit", [Decimal("0.00016"), Decimal("1E-7"), *Rule])
def test_a_limit_is_read_back_from_its_text(limit: Decimal | Rule) -> None:
    assert limit_from(str(limit)) == limit


@pytest.mark.parametrize("text", ["", "0", "-1", "nan", "inf", "none", "101", "0,6"])
def test_a_text_that_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        limit_from(text)


def test_a_clearance_is_recorded_and_withdrawn_with_its_source() -> None:
    record = ClearanceRecord("51", ETHANOL)
    record.record_clearance(name="Ethanol", source="the index", by="Ann", standards=())
    record.record_clearance(name="Ethanol", source="the index", by="Bob", standards=())
    assert record.current == Clearance(ETHANOL, "51", "the index", "Ethanol")
    record.withdraw(reason="read the wrong line", by="Bob")
    assert record.current is None
    assert record.take_events() == [
        ClearanceRecorded("51", ETHANOL, "Ethanol", 1, "the index", "Ann"),
        ClearanceWithdrawn("51", ETHANOL, 2, "read the wrong line", "Bob"),
    ]
    assert record.identity == f"clearance:51:{ETHANOL}"


def test_what_a_standard_names_cannot_be_cleared() -> None:
    record = ClearanceRecord("51", CITRAL)
    with pytest.raises(ClearanceContradicted, match="Citral"):
        record.record_clearance(name="Citral", source="x", by="Ann", standards=["Citral"])
    assert record.revisions == ()


@pytest.mark.parametrize(("cas", "source"), [("64-17-6", "the index"), (ETHANOL, "")])
def test_a_clearance_names_a_substance_and_a_source(cas: str, source: str) -> None:
    with pytest.raises(BadInput):
        ClearanceRecord("51", cas).record_clearance(name="", source=source, by="A", standards=())


def test_the_category_of_a_format_is_decided_for_each_amendment_by_a_person() -> None:
    record = FormatRecord("seat-cartridge")
    with pytest.raises(CategoryUndecided):
        record.of("51")
    decide = {"name": "Cartridge at a seat", "by": "Ann", "reason": "air care, no skin contact"}
    record.decide(amendment="50", category="10A", **decide)
    record.decide(amendment="51", category="12", **decide)
    record.decide(amendment="50", category="10A", **decide)
    assert record.of("51").category == "12"
    assert record.of("50").category == "10A"
    assert record.of("51").decided_by == "Ann"
    assert len(record.take_events()) == 2
    with pytest.raises(CategoryUndecided):
        record.of("49")


def test_a_decision_is_revised_and_the_old_one_stays() -> None:
    record = FormatRecord("reed-diffuser")
    said = {"name": "Reed diffuser", "amendment": "51", "by": "Ann"}
    record.decide(category="12", reason="a seller files it so", **said)
    record.decide(category="10A", reason="the certificate text says so", **said)
    assert record.of("51").category == "10A"
    assert [each.value and each.value.category for each in record.revisions] == ["12", "10A"]
    assert record.take_events()[-1] == CategoryDecided(
        "reed-diffuser",
        "Reed diffuser",
        "51",
        "10A",
        2,
        "the certificate text says so",
        "Ann",
    )


@pytest.mark.parametrize("said", [{"category": "10"}, {"amendment": "48"}, {"reason": ""}])
def test_a_decision_names_category_and_reason(said: dict[str, str]) -> None:
    good = {"name": "Spray", "amendment": "51", "category": "10B", "by": "Ann", "reason": "spray"}
    with pytest.raises(BadInput):
        FormatRecord("spray").decide(**{**good, **said})


def test_an_allergen_rule_is_recorded_and_withdrawn() -> None:
    dates = (date(2026, 7, 31), date(2028, 7, 31))
    limits = (Decimal("0.001"), Decimal("0.01"))
    rule = AllergenRule("2023/1545", "Vanillin", frozenset({"121-33-5"}), *limits, *dates, "346")
    record = AllergenRecord("2023/1545", "Vanillin")
    record.record_rule(rule, by="Ann")
    record.record_rule(rule, by="Bob")
    record.withdraw(reason="in error", by="Bob")
    told = AllergenRuleRecorded(
        "2023/1545", "Vanillin", 1, ("121-33-5",), *limits, *dates, "346", "Ann"
    )
    assert record.take_events() == [
        told,
        AllergenRuleWithdrawn("2023/1545", "Vanillin", 2, "in error", "Bob"),
    ]
    assert record.current is None
    assert record.identity == "allergen:2023/1545:Vanillin"


def test_events_survive_the_outbox_with_their_dates_and_decimals() -> None:
    event = AllergenRuleRecorded(
        "2023/1545",
        "Vanillin",
        1,
        ("121-33-5",),
        Decimal("0.001"),
        Decimal("0.01"),
        date(2026, 7, 31),
        date(2028, 7, 31),
        "346",
        "Ann",
    )
    back = from_json("AllergenRuleRecorded", json.loads(to_json(event)))
    assert isinstance(back, AllergenRuleRecorded)
    assert (back.leave_on, back.new_products_from) == (event.leave_on, event.new_products_from)


@pytest.mark.parametrize("text", ["64-17-5", "7732-18-5", "50-00-0", "144020-22-4", "1319-77-3"])
def test_a_cas_number_has_the_right_check_digit(text: str) -> None:
    assert is_cas(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "64-17-6",
        "64175",
        "064-17-5",
        "64-17-5 ",
        "64-17-\N{ARABIC-INDIC DIGIT FIVE}",
        "64-17-55",
        "1-17-5",
    ],
)
def test_what_looks_like_a_cas_number_is_not_one(text: str) -> None:
    assert not is_cas(text)
