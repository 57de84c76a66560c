"""Searches for cheaper formulas in the back office."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from domain.scents.commands import WithdrawClearance
from domain.scents.optimisation import State
from messaging.bus import MessageBus
from scents import queries
from scents.models import Formula, FormulaVersion, Optimisation
from scents.starter_set import load_starter_set
from tests.back_office import at, errors_of, fill_in, page_of, said, send


@pytest.fixture
def laboratory(bus: MessageBus) -> MessageBus:
    load_starter_set(by="us")
    return bus


def perfumer(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser(name))
    return client


@pytest.fixture
def ann(laboratory: MessageBus) -> Client:
    return perfumer("ann")


def wish(**changes: Any) -> dict[str, Any]:
    typed = {
        "reference": "s1",
        "formula": "SEA-BREEZE",
        "version": "1",
        "batch": "25",
        "band": "20",
        "dose": "10",
        "delivery_format": "CARTRIDGE",
        "currency": "USD",
        "least_dose": "0",
    }
    return {**typed, **changes}


def ask(client: Client, **changes: Any) -> Any:
    return client.post(at("add", Optimisation), wish(**changes), follow=True)


def test_a_formula_leads_to_a_form_that_knows_it(ann: Client) -> None:
    page = ann.get(at("change", Formula, "SEA-BREEZE"))
    assert "Find a cheaper one" in page.content.decode()
    form = ann.get(at("add", Optimisation), {"formula": "SEA-BREEZE", "version": 1})
    initial = form.context["adminform"].form.get_initial_for_field
    fields = form.context["adminform"].form.fields
    assert initial(fields["formula"], "formula") == "SEA-BREEZE"
    assert initial(fields["reference"], "reference").startswith("search-")


@pytest.mark.parametrize(
    ("formula", "told"), [("JUNGLE", "at most 0.00%"), ("NIGHTCLUB", "not known: the best")]
)
def test_how_far_above_the_optimum_it_is_is_told_of_what_settled_only(
    ann: Client, formula: str, told: str
) -> None:
    ask(ann, formula=formula)
    assert told in ann.get(at("change", Optimisation, "s1")).content.decode()


def test_the_cheaper_formula_is_shown_with_what_it_smells_of(ann: Client) -> None:
    ask(ann)
    one = Optimisation.objects.get()
    assert (one.state, one.requested_by) == (State.SOLVED, "ann")
    shown = ann.get(at("change", Optimisation, "s1")).content.decode()
    for text in (
        "The cheapest formula",
        "Smells the same",
        "LINALOOL from CHEAP",
        "Make it a version",
    ):
        assert text in shown


def test_what_is_typed_becomes_the_wish(ann: Client) -> None:
    ask(
        ann,
        band="12.5",
        suppliers="CHEAP, EXPENSIVE",
        without="VANILLIN",
        fixed="HEDIONE: 20\nLINALOOL = 5.5 %",
        available="LINALOOL: 4 kg",
        most_materials="40",
        one_supplier_each="on",
        price_steps="on",
    )
    stored = Optimisation.objects.get().wish
    assert stored["band"] == 0.125
    assert stored["dose"] == 0.1
    assert stored["suppliers"] == ["CHEAP", "EXPENSIVE"]
    assert stored["without"] == ["VANILLIN"]
    assert stored["fixed"] == {"HEDIONE": 0.2, "LINALOOL": 0.055}
    assert stored["available"] == {"LINALOOL": 4.0}
    assert stored["most_materials"] == 40
    assert stored["one_supplier_each"] is stored["price_steps"] is True


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fixed": "HEDIONE"}, "is no line such as"),
        ({"fixed": "HEDIONE: 200"}, "must be a fraction"),
        ({"batch": "0"}, "0.001"),
        ({"batch": "NaN"}, "Enter a number"),
        ({"band": "x"}, "Enter a number"),
        ({"dose": "0"}, "dose"),
        ({"dose": "101"}, "100"),
        ({"least_dose": "-1"}, "0"),
        ({"most_materials": "0"}, "1"),
        ({"delivery_format": "TRUMPET"}, "TRUMPET"),
        ({"formula": "NOBODYS"}, "There is no such formula"),
        ({"version": "2"}, "The latest is version 1"),
        ({"suppliers": "CHEAP, CHAEP"}, "Nobody knows CHAEP"),
        ({"materials": "LINALOL"}, "Nobody knows LINALOL"),
        ({"without": "LINALOL"}, "Nobody knows LINALOL"),
        ({"fixed": "LINALOL: 3"}, "Nobody knows LINALOL"),
    ],
)
def test_a_slip_is_told_and_nothing_is_searched(
    ann: Client, changes: dict[str, str], told: str
) -> None:
    assert told in errors_of(ask(ann, **changes))
    assert not Optimisation.objects.exists()


def test_what_cannot_be_had_is_told_in_words_and_what_to_do(ann: Client) -> None:
    page = ask(ann, without="LINALOOL")
    assert page.redirect_chain[-1][0] == at("change", Optimisation, "s1")
    shown = page.content.decode()
    assert "The fewest demands that contradict each other" in shown
    assert "LINALOOL is 0 of the formula" in shown
    assert "LINALOOL is at least" in shown
    assert "Search again with one of them given up" in shown


def test_demands_that_contradict_each_other_are_told(ann: Client) -> None:
    shown = ask(ann, fixed="HEDIONE: 60\nDPG: 39").content.decode()
    assert "contradict each other" in shown


def test_without_a_version_it_is_the_latest(ann: Client) -> None:
    ask(ann, version="")
    assert Optimisation.objects.get().wish["version"] == 1


def test_the_form_suggests_what_there_is(ann: Client) -> None:
    shown = ann.get(at("add", Optimisation)).content.decode()
    for code in ("SEA-BREEZE", "EXPENSIVE", "LINALOOL", "USD"):
        assert f'<option value="{code}">' in shown
    assert "CARTRIDGE: cinema cartridge, dry air, category 12" in shown


def test_a_search_is_repeated_as_it_was_asked(ann: Client) -> None:
    typed = {"band": "12.5", "suppliers": "CHEAP, EXPENSIVE", "fixed": "HEDIONE: 20"}
    ask(ann, **typed, most_materials="40", price_steps="on")
    links = ann.get(at("change", Optimisation, "s1")).context["page_links"]
    address = next(address for address, title in links if title == "Search again")
    form = ann.get(address).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in shown.items() if value is not None}
    assert {name: sent[name] for name in typed} == typed
    ann.post(at("add", Optimisation), {**sent, "reference": "s2"})
    first, second = Optimisation.objects.order_by("reference")
    assert second.wish == first.wish


def test_the_outcome_becomes_a_version_that_a_second_person_approves(ann: Client) -> None:
    ask(ann)
    done = fill_in(ann, Optimisation, "s1", "take-over")
    assert any("It is version 2 of SEA-BREEZE" in text for text in said(done))
    assert FormulaVersion.objects.get(formula="SEA-BREEZE", number=2).author == "ann"
    compare = at("compare", Formula, "SEA-BREEZE") + "?other=SEA-BREEZE%401&amp;version=2"
    page = ann.get(at("change", Optimisation, "s1"))
    assert compare in page.content.decode()
    assert "take-over" not in str(page.context["page_links"])
    assert at("change", Optimisation, "s1") in page_of(ann, Formula, "SEA-BREEZE")
    terms = {"version": "2", "delivery_format": "CARTRIDGE", "dose": "10"}
    refused = fill_in(ann, Formula, "SEA-BREEZE", "approve", **terms)
    assert "own" in errors_of(refused)
    fill_in(perfumer("ben"), Formula, "SEA-BREEZE", "approve", **terms)
    assert FormulaVersion.objects.get(formula="SEA-BREEZE", number=2).approved_by == "ben"
    assert queries.safety_of("SEA-BREEZE", 2, "CARTRIDGE", Decimal("0.1")).passes


def test_a_search_that_waits_looks_again_by_itself_and_can_be_cancelled(
    ann: Client, laboratory: MessageBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(laboratory.subscribers, "start_solver", print)
    page = ask(ann)
    page = ann.get(at("change", Optimisation, "s1"))
    assert page["Refresh"] == "2"
    assert "waiting for a worker" in page.content.decode()
    assert any("1 cancelled" in text for text in said(send(ann, Optimisation, "cancel", "s1")))
    assert Optimisation.objects.get().state == State.CANCELLED
    assert "Refresh" not in ann.get(at("change", Optimisation, "s1"))


def test_an_approval_that_would_not_be_given_today_is_told_on_the_page(
    ann: Client, laboratory: MessageBus
) -> None:
    terms = {"version": "1", "delivery_format": "CARTRIDGE", "dose": "10"}
    fill_in(ann, Formula, "SEA-BREEZE", "approve", **terms)
    page = ann.get(at("change", Formula, "SEA-BREEZE")).content.decode()
    assert "Version 1 by the rules of today" in page
    assert "it would" in page
    laboratory.handle(WithdrawClearance("51", "24851-98-7", "read again", "kim"))  # of Hedione
    page = ann.get(at("change", Formula, "SEA-BREEZE")).content.decode()
    assert "the limit of HEDIONE is unknown" in page
