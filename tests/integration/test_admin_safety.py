"""The safety rules in the back office: whoever records says where he read it, and nothing goes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.bus import MessageBus
from scents import queries
from scents.models import AllergenRule, Clearance, DeliveryFormat, SafetyRevision, Standard
from tests.back_office import at, errors_of, fill_in, name_of
from tests.doors import person
from tests.safety_rules import (
    CITRAL,
    ETHANOL,
    GERANIAL,
    LIMONENE,
    one_of_each,
    record_allergen,
    record_standard,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_passwords"),
]

PAGES = (Standard, Clearance, DeliveryFormat, AllergenRule)
CITRAL_KEY = "standard:51:Citral"
STANDARD = {
    "amendment": "51",
    "name": "Citral",
    "members": f"{CITRAL}, {GERANIAL}",
    "limits": "4: 0.60\n1, 2: 0.032\n\n12: no restriction",
    "condition": "",
    "together": "",
    "source": "the book",
}
ALLERGEN = {
    "rule": "The law",
    "name": "Citral",
    "members": CITRAL,
    "leave_on": "0.0010",
    "rinse_off": "0.01",
    "new_products_from": "2026-07-31",
    "all_products_from": "2028-07-31",
    "source": "Annex III",
}


@pytest.fixture
def assessor(bus: MessageBus, client: Client) -> Client:
    client.force_login(person("ann", "safety assessor"))
    return client


def page(client: Client, model: Any, key: str) -> str:
    return client.get(at("change", model, key)).content.decode()


def found(client: Client, model: Any, **asked: str) -> list[str]:
    response: Any = client.get(at("changelist", model), asked)
    return [row.name for row in response.context["cl"].result_list]


def test_a_standard_is_recorded_revised_and_withdrawn_with_its_whole_history(assessor: Client):
    assessor.post(at("add", Standard), STANDARD, follow=True)
    form = assessor.get(at("do", Standard, CITRAL_KEY, "revise")).content.decode()
    assert "1: 0.032\n2: 0.032\n4: 0.60\n12: no restriction" in form
    assert "the book" not in form
    revised = {**STANDARD, "limits": "4: 0.5", "members": CITRAL, "source": "the new book"}
    fill_in(assessor, Standard, CITRAL_KEY, "revise", **revised)
    (standard,) = queries.rules_of("51").standards
    assert (standard.members, standard.limits) == ({CITRAL}, {"4": Decimal("0.5")})

    fill_in(assessor, Standard, CITRAL_KEY, "withdraw", reason="misread")
    assert not queries.rules_of("51").standards
    shown = page(assessor, Standard, CITRAL_KEY)
    for text in ("All revisions", "the book", "the new book", "misread", "0.60 → 0.5"):
        assert text in shown
    assert f"without {GERANIAL}" in shown
    assert "no restriction → none" in shown
    assert set(SafetyRevision.objects.values_list("recorded_by", flat=True)) == {"ann"}
    assert SafetyRevision.objects.count() == 3
    assert at("do", Standard, CITRAL_KEY, "withdraw") not in shown
    assert at("do", Standard, CITRAL_KEY, "revise") in shown


def test_the_page_of_a_standard_marks_each_category_that_is_not_known(
    assessor: Client, bus: MessageBus
):
    bus.handle(record_standard(limits={"4": Decimal("0.6")}))
    shown = page(assessor, Standard, CITRAL_KEY)
    assert shown.count("not known: blocks") == 17
    assert "0.6" in shown
    assert CITRAL in shown


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("source", "", "required"),
        ("members", "5392-40-6", "not a CAS number"),
        ("members", "", "required"),
        ("members", f"{CITRAL} " * 3_000, "more than 20000"),
        ("limits", "4 0.6", "no line such as"),
        ("limits", "13: 0.6", "must be one of"),
        ("limits", "4: 0.6\n4: 0.5", "stands twice"),
        ("limits", "4: 101", "must be per cents"),
        ("limits", "4: 1_0", "no per cent"),
        ("limits", "4: NaN", "must be per cents"),
        ("limits", "4: specification", "must say what a specification demands"),
        ("limits", "", "required"),
        ("amendment", "48", "not one of the available choices"),
        ("name", "", "required"),
    ],
)
def test_a_slip_of_the_keyboard_is_told_and_no_limit_is_stored(
    assessor: Client, field: str, value: str, fault: str
):
    response = assessor.post(at("add", Standard), {**STANDARD, field: value})
    assert fault in errors_of(response) + response.content.decode()
    assert not SafetyRevision.objects.exists()


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (Standard, STANDARD),
        (Clearance, {"amendment": "51", "cas": ETHANOL, "name": "Ethanol", "source": "index"}),
        (
            DeliveryFormat,
            {"code": "REED", "name": "r", "amendment": "51", "category": "12", "reason": "why"},
        ),
        (AllergenRule, ALLERGEN),
    ],
    ids=["standard", "clearance", "format", "allergen"],
)
def test_what_is_recorded_already_is_not_added_once_more(
    assessor: Client, model: Any, sent: dict[str, str]
):
    assessor.post(at("add", model), sent, follow=True)
    assert model.objects.count() == 1
    response = assessor.post(at("add", model), {**sent, "source": "other", "reason": "other"})
    assert "recorded already" in errors_of(response)
    assert SafetyRevision.objects.count() == 1


def test_a_clearance_is_recorded_confirmed_and_withdrawn(assessor: Client, bus: MessageBus):
    sent = {"amendment": "51", "cas": ETHANOL, "name": "Ethanol", "source": "the index"}
    assessor.post(at("add", Clearance), sent, follow=True)
    key = f"clearance:51:{ETHANOL}"
    fill_in(assessor, Clearance, key, "revise", name="Ethanol", source="the new index")
    fill_in(assessor, Clearance, key, "withdraw", reason="it has one")
    shown = page(assessor, Clearance, key)
    for text in ("the index", "the new index", "it has one", "withdrawn"):
        assert text in shown
    assert not queries.rules_of("51").clearances

    bus.handle(record_standard("Spirits", ETHANOL))
    refused = fill_in(assessor, Clearance, key, "revise", name="Ethanol", source="again")
    assert "Spirits" in errors_of(refused)
    assert Clearance.objects.get().revision == 3


def test_a_format_waits_for_a_person_to_decide_with_a_reason(assessor: Client):
    sent = {"code": "REED", "name": "reed diffuser", "amendment": "50", "category": "10A"}
    response = assessor.post(at("add", DeliveryFormat), sent)
    assert "required" in errors_of(response)
    response = assessor.post(at("add", DeliveryFormat), {**sent, "reason": "w", "category": ""})
    assert "required" in errors_of(response)
    assert not DeliveryFormat.objects.exists()

    assessor.post(at("add", DeliveryFormat), {**sent, "reason": "hands touch it"}, follow=True)
    key = "delivery-format:REED"
    assert page(assessor, DeliveryFormat, key).count("undecided: blocks") == 2
    decided = {**sent, "amendment": "51", "category": "12", "reason": "no skin"}
    fill_in(assessor, DeliveryFormat, key, "decide", **decided)
    assert queries.category_of("REED") == ("51", "12")
    assert queries.category_of("REED", "50") == ("50", "10A")
    shown = page(assessor, DeliveryFormat, key)
    assert "hands touch it" in shown
    assert "category: 10A → 12" in shown


def test_an_allergen_is_recorded_revised_and_withdrawn(assessor: Client):
    assessor.post(at("add", AllergenRule), ALLERGEN, follow=True)
    (rule,) = queries.rules_of("51").allergens
    assert str(rule.leave_on) == "0.0010"
    key = "allergen:The law:Citral"
    later = {**ALLERGEN, "all_products_from": "2029-07-31", "source": "the corrigendum"}
    fill_in(assessor, AllergenRule, key, "revise", **later)
    assert queries.rules_of("51").allergens[0].all_products_from == date(2029, 7, 31)
    early = {**later, "all_products_from": "2020-01-01"}
    refused = fill_in(assessor, AllergenRule, key, "revise", **early)
    assert "must not be before" in errors_of(refused)
    refused = fill_in(assessor, AllergenRule, key, "revise", **{**later, "leave_on": "1e-3"})
    assert "Enter a per cent" in errors_of(refused)
    fill_in(assessor, AllergenRule, key, "withdraw", reason="repealed")
    assert "all products from: 2028-07-31 → 2029-07-31" in page(assessor, AllergenRule, key)
    assert not queries.rules_of("51").allergens


def test_rules_are_found_by_name_by_a_whole_cas_number_and_by_what_they_limit(
    assessor: Client, bus: MessageBus
):
    bus.handle(record_standard("Citral", CITRAL, GERANIAL))
    bus.handle(record_standard("Limonene", LIMONENE, limits={"12": Decimal(1)}))
    bus.handle(record_standard("Old", CITRAL, amendment="49"))
    bus.handle(record_allergen("Citral", CITRAL))
    bus.handle(record_allergen("Limonene", LIMONENE))
    assert found(assessor, Standard, q="citr") == ["Citral"]
    assert found(assessor, Standard, q=GERANIAL) == ["Citral"]
    assert found(assessor, Standard, q=CITRAL) == ["Citral", "Old"]
    assert found(assessor, Standard, amendment="49") == ["Old"]
    assert found(assessor, Standard, category="12") == ["Limonene"]
    assert found(assessor, Standard, state="withdrawn") == []
    assert found(assessor, AllergenRule, q=LIMONENE) == ["Limonene"]


def test_which_standards_name_a_substance_is_looked_up_in_an_index(bus: MessageBus):
    bus.handle(record_standard())
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    asked = queries.standards_naming(CITRAL).order_by()
    assert "standards_by_cas" in asked.explain()
    assert [each.name for each in asked] == ["Citral"]


@pytest.mark.parametrize("model", PAGES, ids=name_of)
def test_the_page_of_a_record_asks_no_more_questions_for_more_revisions(
    assessor: Client, bus: MessageBus, model: Any
):
    for command in one_of_each(1):
        bus.handle(command)
    row = model.objects.get()

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert assessor.get(at("change", model, row.pk)).status_code == 200
        return len(asked)

    questions()
    few = questions()
    SafetyRevision.objects.bulk_create(
        SafetyRevision(
            record=row.pk,
            number=number,
            value=SafetyRevision.objects.get(record=row.pk, number=1).value,
            source="again",
            recorded_by="Ann",
            recorded_at=row.recorded_at,
        )
        for number in range(2, 300)
    )
    assert questions() == few
    assert "The last 200 revisions" in page(assessor, model, row.pk)


@pytest.mark.parametrize("model", PAGES, ids=name_of)
def test_a_perfumer_sees_the_rules_and_changes_none(client: Client, bus: MessageBus, model: Any):
    for command in one_of_each(1):
        bus.handle(command)
    client.force_login(person("eve", "perfumer"))
    row = model.objects.get()
    form = "decide" if model is DeliveryFormat else "withdraw"

    assert client.get(at("changelist", model)).status_code == 200
    assert client.get(at("change", model, row.pk)).status_code == 200
    assert at("do", model, row.pk, form) not in page(client, model, row.pk)
    assert client.get(at("do", model, row.pk, form)).status_code == 403
    assert fill_in(client, model, row.pk, form, reason="no").status_code == 403
    assert client.get(at("add", model)).status_code == 403
    assert SafetyRevision.objects.filter(record=row.pk).count() == 1


def test_the_laboratory_has_a_place_of_its_own_on_the_first_page(assessor: Client):
    shown = assessor.get(reverse("admin:index")).content.decode()
    for model in PAGES:
        assert at("changelist", model) in shown
