"""Formulas in the back office."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from domain.scents.commands import DraftFormula
from domain.scents.recipe import Accord, Blend, Dilution, Part, Use
from domain.scents.recipe_text import read_recipe
from messaging.bus import MessageBus, get_bus
from scents.models import Formula, FormulaVersion, Material
from scents.recipe_yaml import recipe_to_yaml
from tests.back_office import at, errors_of, fill_in, said
from tests.formula_desk import approve, draft, fill_shelf, revise, with_accord
from tests.recipes import blend

pytestmark = pytest.mark.django_db(transaction=True)

Rows = list[tuple[str, str, str, str]]
SEA: Rows = [
    ("LIMONENE", "12.5", "", ""),
    ("CALONE", "3", "10", "DPG"),
    ("", "", "", ""),
]
DEEP = Blend((Part(blend(LIMONENE=1, DPG=2), Decimal(1)), *blend(DPG=1).parts))


@pytest.fixture
def bus(bus: MessageBus, settings: Any) -> Iterator[MessageBus]:
    settings.MESSAGE_BUS = "tests.formula_desk.lenient"
    get_bus.cache_clear()
    fill_shelf(get_bus())
    yield get_bus()
    get_bus.cache_clear()


@pytest.fixture
def ann(bus: MessageBus) -> Client:
    return perfumer("ann")


@pytest.fixture
def ben(bus: MessageBus) -> Client:
    return perfumer("ben")


def perfumer(name: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    names = ["view_formula", "add_formula", "change_formula"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def rows(*typed: tuple[str, str, str, str]) -> dict[str, list[str]]:
    names = ("of", "share", "strength", "solvent")
    columns = zip(names, zip(*typed, strict=True), strict=True)
    return {f"parts-{name}": list(column) for name, column in columns}


def sent(**other: Any) -> dict[str, Any]:
    return {"code": "SEA", "name": "Sea", "basis": "mass", "text": "", **rows(*SEA), **other}


def recipe(code: str, number: int = 1) -> Blend:
    return read_recipe(FormulaVersion.objects.get(formula=code, number=number).recipe)


def page(client: Client, name: str, code: str, **query: Any) -> Any:
    return client.get(reverse(f"admin:scents_formula_{name}", args=[code]), query)


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
    assert "there are no rules of safety yet" in errors_of(response)
    assert FormulaVersion.objects.get().approved_by == ""


def test_a_formula_is_found_by_what_is_in_its_latest_version(ann: Client, bus: MessageBus):
    bus.handle(draft("SEA", LIMONENE=1))
    bus.handle(draft("OLD", LIMONENE=1))
    bus.handle(revise("OLD", blend(DPG=1), based_on=1))
    bus.handle(DraftFormula("SHORE", "Beach", with_accord("SEA"), "", "ann"))

    def found(text: str) -> list[str]:
        response = ann.get(at("changelist", Formula), {"q": text})
        return [row.code for row in response.context["cl"].result_list]

    assert found("LIMONENE") == ["SEA"]
    assert found("SEA@1") == ["SHORE"]
    assert found("beach") == ["SHORE"]
    assert found("LIMON") == []


def test_the_list_tells_what_may_be_used(ann: Client, bus: MessageBus):
    for code in ("NEW", "GOOD", "MOVED"):
        bus.handle(draft(code))
    bus.handle(approve("GOOD"))
    bus.handle(approve("MOVED"))
    bus.handle(revise("MOVED", blend(DPG=1), based_on=1))

    def found(choice: str) -> list[str]:
        response = ann.get(at("changelist", Formula), {"approval": choice})
        return [row.code for row in response.context["cl"].result_list]

    assert [found(choice) for choice in ("latest", "earlier", "none")] == [
        ["GOOD"],
        ["MOVED"],
        ["NEW"],
    ]


def test_the_page_shows_recipe_composition_versions_and_use(ann: Client, bus: MessageBus):
    bus.handle(DraftFormula("SEA", "Sea", DEEP, "for the film", "ann"))
    bus.handle(DraftFormula("SHORE", "Shore", with_accord("SEA"), "", "ben"))
    shown = ann.get(at("change", Formula, "SEA"))
    tables = {table.title: table.rows for table in shown.context["tables"]}
    assert tables["Composition by mass"] == [("DPG", "83.33 %"), ("LIMONENE", "16.67 %")]
    assert [row[0] for row in tables["Recipe of the latest version"]] == [
        "blend of LIMONENE, DPG",
        "· LIMONENE",
        "· DPG",
        "DPG",
    ]
    assert "SHORE@1" in str(tables["Used as an accord in"][0][0])
    assert "for the film" in shown.content.decode()


def test_the_page_of_a_material_tells_which_formulas_hold_it(bus: MessageBus, client: Client):
    client.force_login(User.objects.create_superuser("boss"))
    bus.handle(draft("SEA", LIMONENE=1))
    shown = client.get(at("change", Material, "LIMONENE")).content.decode()
    assert at("change", Formula, "SEA") in shown
    assert at("changelist", Formula) + "?q=LIMONENE" in shown
    shown = client.get(at("change", Formula, "SEA")).content.decode()
    assert at("change", Material, "LIMONENE") in shown


def test_a_composition_that_cannot_be_told_says_why(ann: Client, bus: MessageBus):
    volume = sent(basis="volume")
    ann.post(at("add", Formula), volume)
    shown = ann.get(at("change", Formula, "SEA")).content.decode()
    assert "the density of LIMONENE is not known" in shown


def test_a_page_asks_no_more_questions_for_more_versions(ann: Client, bus: MessageBus):
    bus.handle(draft("BASE"))
    bus.handle(DraftFormula("SEA", "Sea", with_accord("BASE"), "", "ann"))

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ann.get(at("change", Formula, "SEA")).status_code == 200
        return len(asked)

    questions()
    few = questions()
    for n in range(1, 60):
        parts = (*with_accord("BASE").parts, *blend(DPG=n).parts)
        bus.handle(revise("SEA", Blend(parts), based_on=n))
        bus.handle(DraftFormula(f"USER-{n}", "User", with_accord("SEA", n), "", "ben"))
    assert questions() == few
    titles = [table.title for table in ann.get(at("change", Formula, "SEA")).context["tables"]]
    assert "The latest 50 of 60 versions" in titles


def test_two_versions_are_compared(ann: Client, bus: MessageBus):
    bus.handle(draft("SEA", LIMONENE=1, DPG=1))
    bus.handle(revise("SEA", blend(LIMONENE=3, HEDIONE=1), based_on=1))
    shown = page(ann, "compare", "SEA")
    assert "50 % of the mass is something else." in shown.content.decode()
    materials = {row[0]: row[1:3] for row in shown.context["tables"][0].rows}
    assert materials == {
        "DPG": ("50 %", None),
        "HEDIONE": (None, "25 %"),
        "LIMONENE": ("50 %", "75 %"),
    }
    for mark in ("added", "removed", "changed"):
        assert mark in shown.content.decode()


def test_versions_of_different_formulas_are_compared(ann: Client, bus: MessageBus):
    bus.handle(draft("SEA"))
    bus.handle(draft("SHORE"))
    shown = page(ann, "compare", "SEA", version="1", other="SHORE@1")
    assert shown.context["said"] == "Both come to the same mixture."


@pytest.mark.parametrize("other", ["9", "x", "", "NONE@1", "A\0@1", "1" * 99, "@1", "²"])
def test_what_cannot_be_compared_is_told(ann: Client, bus: MessageBus, other: str):
    bus.handle(draft("SEA"))
    shown = page(ann, "compare", "SEA", version="1", other=other)
    assert shown.status_code == 200
    assert shown.context.get("refusal") or other in ("", "@1")


def test_a_work_sheet_has_the_steps_in_order(ann: Client, bus: MessageBus):
    ann.post(at("add", Formula), sent())
    shown = page(ann, "sheet", "SEA", batch="200", readability="0.01", tolerance="1")
    diluted, batch = shown.context["sheets"]
    assert diluted["title"] == "CALONE 10 % in DPG"
    assert [(step["code"], step["target"]) for step in batch["steps"]] == [
        ("LIMONENE", "161.29"),
        ("CALONE 10 % in DPG", "38.71"),
    ]
    assert batch["steps"][-1]["running"] == "200.00"
    text = shown.content.decode()
    assert text.count('type="checkbox"') == 2 + 4
    assert "style=" not in text
    assert "<script" not in text

    shown = page(ann, "sheet", "SEA", batch="200", dilutions="on", readability="1", tolerance="1")
    assert len(shown.context["sheets"]) == 1


def test_a_work_sheet_without_a_question_is_that_of_100_g(ann: Client, bus: MessageBus):
    bus.handle(draft("SEA"))
    (batch,) = page(ann, "sheet", "SEA").context["sheets"]
    assert batch["makes"] == "100.00"


@pytest.mark.parametrize(
    "asked",
    [
        *({"batch": "0"}, {"batch": "x"}, {"batch": "NaN"}, {"batch": "1e30"}, {"batch": "0.005"}),
        *({"readability": "2"}, {"tolerance": "-1"}, {"version": "2"}, {"version": "x"}),
        *({"version": "9" * 30}, {"batch": "0.01"}),
    ],
)
def test_a_sheet_that_cannot_be_weighed_by_says_why(
    ann: Client, bus: MessageBus, asked: dict[str, str]
):
    bus.handle(draft("SEA", LIMONENE=1, DPG=999))
    for more in ({}, {"pdf": "1"}):
        shown = page(ann, "sheet", "SEA", **asked, **more)
        assert shown.status_code == 200
        assert shown.context["refusal"]
        assert shown.context["sheets"] == []


def test_the_work_sheet_comes_as_pdf(ann: Client, bus: MessageBus):
    code = "SÉA <b>&/1"
    bus.handle(draft(code, LIMONENE=1, DPG=999))
    response = page(ann, "sheet", code, pdf="1")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].endswith("S%C3%89A%20%3Cb%3E%26%2F1%401.pdf")
    assert response.content.startswith(b"%PDF")
    assert b"/DejaVuSans" in response.content.replace(b"+", b"/")


def test_pages_of_formulas_are_for_those_who_may_see_them(bus: MessageBus):
    bus.handle(draft("SEA"))
    client = Client()
    client.force_login(User.objects.create_user("eve", is_staff=True))
    for name in ("sheet", "compare"):
        assert page(client, name, "SEA").status_code == 403


def test_pages_of_no_formula_are_not_found(ann: Client):
    for name in ("sheet", "compare"):
        for code in ("NONE", "\0"):
            assert page(ann, name, code).status_code == 404


def test_who_may_only_look_is_shown_no_forms(bus: MessageBus):
    bus.handle(draft("SEA"))
    client = perfumer("eve")
    User.objects.get(username="eve").user_permissions.set(
        Permission.objects.filter(codename="view_formula")
    )
    shown = client.get(at("change", Formula, "SEA"))
    assert [title for _, title in shown.context["page_links"]] == ["Work sheet", "Compare"]
    assert fill_in(client, Formula, "SEA", "branch", version=1).status_code == 403
