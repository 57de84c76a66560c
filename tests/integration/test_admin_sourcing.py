"""Scents, decisions and policies in the back office."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from domain.scents.commands import OverruleSourcing
from messaging.bus import MessageBus
from scents.models import DecisionPolicy, ScentSource, SourcingDecision
from tests.back_office import at, errors_of, fill_in, page_of, said
from tests.doors import person
from tests.sourcing import SEEDS, decided_survey, table
from tests.surveys import stock_suppliers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]

RESEARCH = "/admin/scents/sourcingdecision/market-research/"
TERMS = {"expensive": "EXPENSIVE", "cheap": "CHEAP", "currency": "USD", "policy": "PLAIN"}


@pytest.fixture
def buyer(bus: MessageBus, client: Client) -> Client:
    stock_suppliers()
    client.force_login(person("bea", "purchasing"))
    return client


def look_at(client: Client, **sent: Any) -> Any:
    return client.post(RESEARCH, {**TERMS, **sent})


def agree(client: Client, looked: Any) -> Any:
    """Say yes to what is shown, with line breaks as browsers send them."""
    shown = {name: value.replace("\n", "\r\n") for name, value in looked.context["sent"]}
    sent = {**shown, looked.context["agreed"]: "1"}
    return client.post(RESEARCH, sent, follow=True)


def test_a_pasted_table_is_looked_at_first_and_then_decides(buyer: Client):
    looked = look_at(buyer, pasted=SEEDS)
    html = looked.content.decode()
    assert "95.00 USD" in html
    assert "122.00 all-expensive" in html
    assert "27.00</strong>, 22.1 %" in html
    rows = {row[0]: row[1] for row in looked.context["tables"][0].rows}
    assert (rows["JUNGLE"], rows["FOREST"]) == ("EXPENSIVE", "CHEAP")
    assert not ScentSource.objects.exists()

    assert "Decided: SEA-BREEZE, NIGHTCLUB, JUNGLE, FOREST, BUSY-STREET." in said(
        agree(buyer, looked)
    )
    assert {row.decided_by for row in SourcingDecision.objects.all()} == {"PLAIN@1"}
    assert SourcingDecision.objects.first().evidence["reference"].startswith("pasted table #")
    again = agree(buyer, looked)
    assert "taken in before" in said(again)[0]
    assert SourcingDecision.objects.count() == 5


def test_a_file_decides_just_what_was_looked_at(buyer: Client):
    looked = look_at(buyer, sent=SimpleUploadedFile("agency.csv", SEEDS.encode()))
    agree(buyer, looked)
    reference = SourcingDecision.objects.get(scent="FOREST").evidence["reference"]
    assert reference.startswith("agency.csv #")


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"pasted": SEEDS.replace("30%", "x")}, "row 4: cheap supplier: &#x27;x&#x27; must be"),
        ({"pasted": SEEDS, "cheap": "NOBODY"}, "there is no supplier NOBODY"),
        ({"pasted": SEEDS, "currency": "EUR"}, "is in $, and the table in EUR"),
        ({}, "Send a file or paste a table"),
        ({"packed": "a.csv\n%%%"}, "did not come back whole"),
        ({"pasted": "<script>alert(1)</script>"}, "&lt;script&gt;"),
    ],
)
def test_faults_are_told_and_nothing_is_decided(buyer: Client, sent: dict[str, str], fault: str):
    html = look_at(buyer, **sent).content.decode()
    assert fault in html
    assert "<script>alert" not in html
    assert not ScentSource.objects.exists()


def test_sums_stand_above_the_list_of_scents(buyer: Client, bus: MessageBus):
    bus.handle(table())
    html = buyer.get(at("changelist", ScentSource)).content.decode()
    assert "95.00 USD" in html
    assert "22.1 %" in html
    assert RESEARCH in html


def test_a_scent_shows_all_its_decisions_drawn_and_is_overruled_with_a_reason(
    buyer: Client, bus: MessageBus
):
    decided_survey(60, 100)
    fill_in(buyer, ScentSource, "SEA-BREEZE", "overrule", supplier="EXPENSIVE", reason="soap")
    html = page_of(buyer, ScentSource, "SEA-BREEZE")
    drawn = html.partition('<figure class="result evidence">')[2].partition("</figure>")[0]
    assert drawn.count('class="thick"') == drawn.count('class="guess"') == 1
    assert "60 % (60 of 100), Wilson interval 50.2 to 69.1 %" in drawn
    assert "threshold 40 %" in drawn
    assert "soap" in html
    assert "style=" not in drawn
    last = SourcingDecision.objects.get(number=2)
    assert (last.supplier, last.decided_by, last.reason) == ("EXPENSIVE", "bea", "soap")


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"supplier": "NOBODY", "reason": "x"}, "there is no supplier NOBODY"),
        ({"formula": "SEA@1", "reason": "x"}, "not an approved version"),
        ({"reason": "x"}, "Say who makes it"),
        ({"supplier": "CHEAP"}, "required"),
    ],
)
def test_what_cannot_be_bought_is_told_on_the_form(
    buyer: Client, bus: MessageBus, sent: dict[str, str], fault: str
):
    bus.handle(table())
    answer = fill_in(buyer, ScentSource, "JUNGLE", "overrule", **sent)
    assert fault in errors_of(answer)
    assert SourcingDecision.objects.filter(scent="JUNGLE").count() == 1


def test_a_scent_without_decision_is_decided_by_hand(buyer: Client):
    sent = {"scent": "FOG", "supplier": "CHEAP", "formula": "", "reason": "the only one"}
    buyer.post(at("add", ScentSource), sent, follow=True)
    assert SourcingDecision.objects.get(scent="FOG").reason == "the only one"


def test_a_decision_shows_evidence_costs_and_the_terms_of_its_policy(buyer: Client):
    decided_survey(44, 100)
    one = SourcingDecision.objects.get()
    html = page_of(buyer, SourcingDecision, one.pk)
    for text in (
        "44 of 100 answers",
        "34.7 % to 53.8 %",
        "79.8 %",
        "40 % or more of those who chose",
        "15.00 USD",
        "provisional",
    ):
        assert text in html, text


def test_decisions_are_found_by_survey_kind_and_reason(buyer: Client, bus: MessageBus):
    decided_survey(60, 100)
    bus.handle(OverruleSourcing("JUNGLE", "EXPENSIVE", "", "monkeys", "ann"))

    def listed(**filters: str) -> list[str]:
        found = buyer.get(at("changelist", SourcingDecision), filters).context["cl"]
        return [str(row) for row in found.result_list]

    assert listed(q="SEA-1") == ["SEA-BREEZE, decision 1"]
    assert listed(kind="overruled") == listed(q="monkeys") == ["JUNGLE, decision 1"]
    assert listed(state="reversing") == []


def test_a_policy_is_set_and_gets_versions(buyer: Client):
    terms = {
        "threshold": "37.5", "inclusive": "on", "test": "sequential", "alpha": "2.5", "least": "30",
        "undecided": "keep what is bought now", "quantity": "1", "confidence": "95", "note": "ours",
    }  # fmt: skip
    buyer.post(at("add", DecisionPolicy), {"code": "OURS", **terms}, follow=True)
    first = DecisionPolicy.objects.get(code="OURS")
    assert first.terms["alpha"] == "0.025"
    html = page_of(buyer, DecisionPolicy, first.pk)
    assert "37.5 % or more of those who chose" in html
    assert "reaches 40 to 1" in html

    fill_in(buyer, DecisionPolicy, first.pk, "version", **{**terms, "threshold": "41"})
    found = DecisionPolicy.objects.filter(code="OURS").order_by("version")
    assert [(one.version, one.terms["threshold"]) for one in found] == [(1, "37.5"), (2, "41")]
    wrong = buyer.post(at("add", DecisionPolicy), {"code": "B", **terms, "threshold": "100"})
    assert "must lie between 0 and 100" in errors_of(wrong)


@pytest.mark.parametrize("role", ["researcher", "perfumer"])
def test_who_may_only_look_decides_nothing(bus: MessageBus, client: Client, role: str):
    stock_suppliers()
    bus.handle(table())
    client.force_login(person("rosa", role))
    html = client.get(at("changelist", ScentSource)).content.decode()
    assert "95.00 USD" in html
    assert RESEARCH not in html
    assert client.get(RESEARCH).status_code == look_at(client, pasted=SEEDS).status_code == 403
    answer = fill_in(client, ScentSource, "JUNGLE", "overrule", supplier="CHEAP", reason="x")
    assert answer.status_code == 403
    assert ScentSource.objects.get(pk="JUNGLE").supplier == "EXPENSIVE"


def test_lists_take_as_many_queries_for_many_scents_as_for_one(
    buyer: Client, bus: MessageBus, django_assert_max_num_queries
):
    bus.handle(table())
    for model in (ScentSource, SourcingDecision, DecisionPolicy):
        with django_assert_max_num_queries(12):
            buyer.get(at("changelist", model))


def test_the_export_has_cost_and_saving(buyer: Client, bus: MessageBus):
    bus.handle(table())
    sent = {"action": "export_as_csv", "_selected_action": ["FOREST"], "index": "0"}
    answer: Any = buyer.post(at("changelist", ScentSource), sent)
    text = b"".join(answer.streaming_content).decode()
    assert "FOREST,CHEAP" in text
    assert str(Decimal("8.000000")) in text


def test_the_page_of_market_research_is_where_its_name_says() -> None:
    assert reverse("admin:scents_sourcingdecision_research") == RESEARCH
