"""Safety rules in the database: every change is kept, and what nobody has looked at blocks."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from domain.kernel import BadInput
from domain.scents.commands import (
    DecideCategory,
    RecordClearance,
    WithdrawAllergenRule,
    WithdrawClearance,
    WithdrawStandard,
)
from domain.scents.safety.check import check
from domain.scents.safety.delivery_format import CategoryUndecided, UnknownFormat
from domain.scents.safety.limit_book import ClearanceContradicted, StandardRecord
from domain.scents.safety.revisions import NothingRecorded
from domain.scents.safety.verdict import Status
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents import queries
from scents.models import Clearance, DeliveryFormat, SafetyRevision, Standard
from tests.safety_rules import (
    CITRAL,
    ETHANOL,
    GERANIAL,
    LIMONENE,
    cas_number,
    one_of_each,
    record_allergen,
    record_standard,
)

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
CITRAL_KEY = StandardRecord("51", "Citral").identity
CLEARED = RecordClearance("51", ETHANOL, "Ethanol", "the index", "Ann")
REED = DecideCategory("REED", "reed diffuser", "51", "12", "Ann", "no skin contact")


def rows() -> list[dict[str, Any]]:
    return list(SafetyRevision.objects.values())


def test_every_change_is_kept_with_its_source_and_who_made_it(bus: MessageBus):
    bus.handle(record_standard(limits="0.6"))
    bus.handle(record_standard(limits="0.5", source="the new book", by="Ben"))
    first = rows()
    bus.handle(WithdrawStandard("51", "Citral", "misread", "Cy"))
    bus.handle(record_standard(limits="0.50", source="the third book"))

    assert rows()[:2] == first
    said = [(r["number"], r["source"], r["recorded_by"]) for r in rows()]
    assert said == [
        (1, "the book", "Ann"),
        (2, "the new book", "Ben"),
        (3, "misread", "Cy"),
        (4, "the third book", "Ann"),
    ]
    held = [value and value["limits"]["4"] for value in (r["value"] for r in rows())]
    assert held == ["0.6", "0.5", None, "0.50"]
    changed = [each.changed for each in queries.history_of(CITRAL_KEY, most=10)]
    assert changed == [("recorded",), ("withdrawn",), ("4: 0.6 → 0.5",), ("recorded",)]
    told = OutboxEvent.objects.filter(aggregate_id=CITRAL_KEY).order_by("version")
    withdrawn = [event.type == "StandardWithdrawn" for event in told]
    assert withdrawn == [False, False, True, False]


def test_the_same_again_changes_nothing(bus: MessageBus):
    commands = [record_standard(), CLEARED, REED, record_allergen()]
    for command in commands:
        bus.handle(command)
    before = rows()
    for command in commands:
        bus.handle(command)
    assert rows() == before
    assert len(before) == len(commands) == OutboxEvent.objects.count()


def test_what_holds_now_is_what_was_recorded_last(bus: MessageBus):
    bus.handle(record_standard("Citral", CITRAL, limits="0.6"))
    bus.handle(record_standard("Citral", CITRAL, GERANIAL, limits="0.5", together="Citrals"))
    bus.handle(record_standard("Old", LIMONENE, amendment="49"))
    bus.handle(CLEARED)
    bus.handle(record_allergen())
    rules = queries.rules_of("51")

    (standard,) = rules.standards
    assert (
        standard
        == record_standard("Citral", CITRAL, GERANIAL, limits="0.5", together="Citrals").standard()
    )
    assert [each.cas for each in rules.clearances] == [ETHANOL]
    assert [*rules.allergens] == [record_allergen().rule]
    assert [each.name for each in queries.rules_of("49").standards] == ["Old"]


def test_what_was_withdrawn_holds_no_more_and_blocks(bus: MessageBus):
    for command in (record_standard(), CLEARED, record_allergen()):
        bus.handle(command)

    def status() -> list[Status]:
        rules = queries.rules_of("51")
        verdict = check(
            {"citral": 0.001, "ethanol": 0.999},
            {"citral": CITRAL, "ethanol": ETHANOL},
            rules.standards,
            rules.clearances,
            amendment="51",
            category="4",
            dose=1.0,
        )
        return [finding.status for finding in verdict.findings]

    assert status() == [Status.OK]
    bus.handle(WithdrawStandard("51", "Citral", "misread", "Ann"))
    assert status() == [Status.UNKNOWN]
    bus.handle(WithdrawClearance("51", ETHANOL, "it has one", "Ann"))
    assert status() == [Status.UNKNOWN, Status.UNKNOWN]
    bus.handle(WithdrawAllergenRule("The law", "Citral", "repealed", "Ann"))
    rules = queries.rules_of("51")
    assert not [*rules.standards, *rules.clearances, *rules.allergens]
    assert not queries.standards_naming(CITRAL).exists()
    with pytest.raises(NothingRecorded):
        bus.handle(WithdrawClearance("51", ETHANOL, "again", "Ann"))


def test_only_rules_of_the_substances_that_were_asked_for(bus: MessageBus):
    bus.handle(record_standard("Citral", CITRAL, GERANIAL))
    bus.handle(record_standard("Limonene", LIMONENE))
    bus.handle(record_allergen("Citral", CITRAL, GERANIAL))
    bus.handle(record_allergen("Limonene", LIMONENE))
    bus.handle(CLEARED)

    rules = queries.rules_of("51", [GERANIAL, ""])
    assert [each.name for each in rules.standards] == ["Citral"]
    assert [each.name for each in rules.allergens] == ["Citral"]
    assert not rules.clearances
    assert len(queries.rules_of("51", {ETHANOL}).clearances) == 1
    nothing = queries.rules_of("51", [])
    assert not [*nothing.standards, *nothing.clearances, *nothing.allergens]


def test_what_a_standard_names_cannot_be_cleared(bus: MessageBus):
    bus.handle(record_standard("Citral", CITRAL, GERANIAL))
    with pytest.raises(ClearanceContradicted, match="Citral"):
        bus.handle(RecordClearance("51", GERANIAL, "", "the index", "Ann"))
    assert not Clearance.objects.exists()
    bus.handle(RecordClearance("50", GERANIAL, "", "the index", "Ann"))
    bus.handle(WithdrawStandard("51", "Citral", "misread", "Ann"))
    bus.handle(RecordClearance("51", GERANIAL, "", "the index", "Ann"))
    assert Clearance.objects.count() == 2


def test_a_format_has_the_category_that_a_person_chose_in_that_amendment(bus: MessageBus):
    bus.handle(DecideCategory("REED", "reed diffuser", "50", "10A", "Ann", "hands"))
    with pytest.raises(CategoryUndecided):
        queries.category_of("REED")
    bus.handle(REED)
    assert queries.category_of("REED") == ("51", "12")
    bus.handle(DecideCategory("REED", "reed diffuser", "51", "10A", "Ben", "hands"))

    assert queries.category_of("REED") == ("51", "10A")
    assert queries.category_of("REED", "50") == ("50", "10A")
    assert [each.code for each in queries.delivery_formats()] == ["REED"]
    assert [r["number"] for r in rows()] == [1, 2, 3]
    with pytest.raises(CategoryUndecided):
        queries.category_of("REED", "49")
    with pytest.raises(UnknownFormat):
        queries.category_of("CANDLE")
    with pytest.raises(BadInput):
        queries.category_of("REED", "48")


@pytest.mark.parametrize(
    "command",
    [
        record_standard(amendment="48"),
        record_standard(source=" "),
        record_standard(by=""),
        record_standard("Citral", "5392-40-6"),
        record_standard(limits={}),
        record_standard(limits={"4": Decimal("NaN")}),
        RecordClearance("51", "64-17-6", "", "the index", "Ann"),
        RecordClearance("51", ETHANOL, "", "", "Ann"),
        RecordClearance("51", ETHANOL, "x" * 201, "the index", "Ann"),
        DecideCategory("REED", "reed diffuser", "51", "13", "Ann", "why"),
        DecideCategory("REED", "reed diffuser", "51", "12", "Ann", " "),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_stored(bus: MessageBus, command: Any):
    with pytest.raises(BadInput):
        bus.handle(command)
    assert not rows()
    assert not Standard.objects.exists()
    assert not DeliveryFormat.objects.exists()


@pytest.mark.parametrize("known", [False, True])
def test_revisions_made_at_the_same_moment_are_all_kept_one_after_the_other(
    bus: MessageBus, known: bool
):
    if known:
        bus.handle(record_standard(limits="99"))
    start = threading.Barrier(WRITERS)

    def revise(n: int) -> None:
        start.wait(timeout=10)
        try:
            bus.handle(record_standard(limits=f"0.{n + 1}", by=f"writer {n}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(revise, range(WRITERS)))

    kept = rows()
    count = WRITERS + known
    assert [r["number"] for r in kept] == [*range(1, count + 1)]
    assert {r["recorded_by"] for r in kept} >= {f"writer {n}" for n in range(WRITERS)}
    now = Standard.objects.get()
    assert (now.revision, now.version_number, now.value) == (count, count, kept[-1]["value"])
    assert OutboxEvent.objects.count() == count


def test_asking_for_the_rules_takes_as_many_queries_however_many_there_are(bus: MessageBus):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.rules_of("51")
            queries.rules_of("51", [cas_number(1), cas_number(2)])
        return len(asked)

    for command in one_of_each(1):
        bus.handle(command)
    few = count()
    for n in range(2, 8):
        for command in one_of_each(n):
            bus.handle(command)
    assert count() == few == 6
