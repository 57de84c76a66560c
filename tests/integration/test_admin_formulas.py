"""What perfumers type about formulas."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from domain.scents.commands import DraftFormula
from domain.scents.recipes.recipe import Accord, Blend, Dilution, Part, Use
from domain.scents.recipes.text import read_recipe
from messaging.bus import MessageBus, get_bus
from scents.models import Formula, FormulaVersion
from scents.recipe_yaml import recipe_to_yaml
from tests.back_office import at, errors_of, fill_in, said
from tests.formula_desk import draft, revise
from tests.formula_pages import DEEP, SEA, everything_is_safe, perfumer, rows, sent
from tests.recipes import blend

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bus(bus: MessageBus, settings: Any) -> Iterator[MessageBus]:
    with everything_is_safe(settings) as bus:
        yield bus


@pytest.fixture
def ann(bus: MessageBus) -> Client:
    return perfumer("ann")


@pytest.fixture
def ben(bus: MessageBus) -> Client:
    return perfumer("ben")


def recipe(code: str, number: int = 1) -> Blend:
    return read_recipe(FormulaVersion.objects.get(formula=code, number=number).recipe)


def test_a_formula_is_drafted_in_rows(ann: Client):
    response = ann.post(at("add", Formula), sent(), follow=True)
    assert response.status_code == 200
    diluted = Dilution(Use("CALONE"), Decimal("0.1"), "DPG")
    limonene = Part(Use("LIMONENE"), Decimal("12.5"))
    assert recipe("SEA") == Blend((limonene, Part(diluted, Decimal(3))))
    assert FormulaVersion.objects.get().author == "ann"


def test_an_accord_is_typed_as_code_and_version(ann: Client, bus: MessageBus):
    bus.handle(draft("SHORE"))
    ann.post(at("add", Formula), sent(**rows(("SHORE@1", "2", "", ""))), follow=True)
    assert recipe("SEA").parts[0].node == Accord("SHORE", 1)


def test_a_deep_tree_is_typed_as_a_text(ann: Client):
    text = recipe_to_yaml(DEEP)
    ann.post(at("add", Formula), sent(text=text, **rows(("", "", "", ""))), follow=True)
    assert recipe("SEA") == DEEP


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (rows(("", "", "", "")), "at least one part"),
        (rows(("LIMONENE", "x", "", "")), "Part 1, share: must be a number"),
        (rows(("LIMONENE", "1", "", ""), ("A", "0", "", "")), "Part 2, share: must be from"),
        (rows(("LIMONENE", "1", "10", "")), "Row 1: a dilution has a strength and a solvent"),
        (rows(("LIMONENE", "1", "", "DPG")), "Row 1: a dilution has a strength and a solvent"),
        (rows(("LIMONENE", "1", "1_0", "DPG")), "Row 1: the strength is a percentage"),
        (rows(("LIMONENE", "1", "100", "DPG")), "Part 1, dilution/strength"),
        (rows(("", "1", "", "")), "Part 1, material"),
        (rows(("SEA@x", "1", "", "")), "Part 1, version"),
        (rows(("SHORE@1", "1", "", "")), "there is no formula SHORE, version 1"),
        (rows(("MOONSHINE", "1", "", "")), "there is no material MOONSHINE"),
        ({"text": "parts: []"}, "There are rows and a text"),
        ({"text": "parts: [", **rows(("", "", "", ""))}, "is no YAML"),
        ({"text": "parts: [5]", **rows(("", "", "", ""))}, "Part 1"),
        ({"text": "x", **rows(("", "", "", ""))}, "must be an object"),
        ({"text": "[" * 5000, **rows(("", "", "", ""))}, "cannot be read"),
        ({"basis": "weight"}, "Select a valid choice"),
        ({"code": "SEA@1"}, "no @"),
        ({"name": ""}, "required"),
    ],
)
def test_a_slip_of_the_keyboard_is_told_and_what_was_typed_stays(
    ann: Client, changes: dict[str, Any], fault: str
):
    response = ann.post(at("add", Formula), sent(**changes))
    assert fault in errors_of(response).replace("&#x27;", "'")
    assert not Formula.objects.exists()


def test_a_refusal_keeps_the_rows(ann: Client, bus: MessageBus):
    bus.handle(draft("SEA"))
    response = ann.post(at("add", Formula), sent())
    assert "there is a formula SEA already" in errors_of(response)
    assert 'value="CALONE"' in response.content.decode()


def test_a_revision_begins_with_the_latest_recipe(ann: Client, bus: MessageBus):
    ann.post(at("add", Formula), sent())
    form = ann.get(at("do", Formula, "SEA", "revise"))
    initial = form.context["adminform"].form.initial
    assert initial["parts"] == SEA[:2]
    assert (initial["text"], initial["based_on"]) == ("", 1)

    typed = {**sent(), **rows(("LIMONENE", "1", "", "")), "based_on": 1, "note": "plainer"}
    response = fill_in(ann, Formula, "SEA", "revise", **typed)
    assert "It is version 2." in said(response)
    assert recipe("SEA", 2) == blend(LIMONENE=1)
    assert FormulaVersion.objects.get(number=2).note == "plainer"


def test_what_is_more_than_rows_can_say_is_shown_as_a_text(ann: Client, bus: MessageBus):
    bus.handle(DraftFormula("SEA", "Sea", DEEP, "", "ann"))
    initial = ann.get(at("do", Formula, "SEA", "revise")).context["adminform"].form.initial
    assert initial["parts"] == []
    typed = {"basis": "mass", "text": initial["text"], "based_on": 1}
    response = fill_in(ann, Formula, "SEA", "revise", **typed)
    assert "This is what version 1 says: nothing was changed." in said(response)
    assert FormulaVersion.objects.count() == 1


def test_a_text_may_take_the_place_of_rows_that_nobody_touched(ann: Client, bus: MessageBus):
    ann.post(at("add", Formula), sent())
    typed = {**sent(text=recipe_to_yaml(DEEP)), "based_on": 1}
    fill_in(ann, Formula, "SEA", "revise", **typed)
    assert recipe("SEA", 2) == DEEP


def test_whoever_comes_second_is_told_and_can_go_on(ann: Client, bus: MessageBus):
    bus.handle(draft("SEA"))
    bus.handle(revise("SEA", blend(DPG=1), based_on=1, by="ben"))
    typed = {**sent(), "based_on": 1}
    response = fill_in(ann, Formula, "SEA", "revise", **typed)
    assert "ben was faster" in errors_of(response)
    assert 'value="CALONE"' in response.content.decode()

    fill_in(ann, Formula, "SEA", "revise", **{**typed, "based_on": 2})
    assert Formula.objects.get().latest == 3


def test_a_branch_has_a_page_of_its_own(ann: Client, bus: MessageBus):
    bus.handle(draft("SEA"))
    typed = {"version": 1, "new_code": "SEA-DARK", "new_name": "Dark sea"}
    response = fill_in(ann, Formula, "SEA", "branch", **typed)
    assert response.redirect_chain[-1][0] == at("change", Formula, "SEA-DARK")
    assert Formula.objects.get(code="SEA-DARK").branched_from == "SEA@1"


def test_a_second_person_approves_and_anybody_withdraws(ann: Client, ben: Client, bus: MessageBus):
    bus.handle(draft("SEA", by="ann"))
    terms = {"version": 1, "delivery_format": "cartridge", "dose": "12.5"}
    refused = fill_in(ann, Formula, "SEA", "approve", **terms)
    assert "nobody approves a recipe of his own" in errors_of(refused)

    shown = fill_in(ben, Formula, "SEA", "approve", **terms).content.decode()
    assert "ben: cartridge, up to 12.5 %" in shown
    row = FormulaVersion.objects.get()
    assert (row.approved_by, row.dose) == ("ben", Decimal("0.125"))

    fill_in(ann, Formula, "SEA", "withdraw", version=1, reason="a new amendment")
    assert FormulaVersion.objects.get().approved_by == ""


@pytest.mark.parametrize("dose", ["0", "101", "NaN", "Infinity", "x", ""])
def test_a_dose_is_a_percentage(ben: Client, bus: MessageBus, dose: str):
    bus.handle(draft("SEA", by="ann"))
    terms = {"version": 1, "delivery_format": "cartridge", "dose": dose}
    assert errors_of(fill_in(ben, Formula, "SEA", "approve", **terms))
    assert FormulaVersion.objects.get().approved_by == ""


def test_without_rules_of_safety_nothing_is_approved(ben: Client, bus: MessageBus, settings: Any):
    bus.handle(draft("SEA", by="ann"))
    settings.MESSAGE_BUS = "config.bootstrap.bootstrap"
    get_bus.cache_clear()
    terms = {"version": 1, "delivery_format": "cartridge", "dose": "1"}
    response = fill_in(ben, Formula, "SEA", "approve", **terms)
    assert "the limit of LIMONENE is unknown" in errors_of(response)
    assert FormulaVersion.objects.get().approved_by == ""
