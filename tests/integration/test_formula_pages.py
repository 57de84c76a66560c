"""What perfumers are shown of formulas: the list, comparisons, sheets to weigh by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from domain.scents.commands import DraftFormula
from domain.scents.recipes.recipe import Blend
from messaging.bus import MessageBus
from scents.models import Formula, Material
from tests.back_office import at, fill_in, page_of
from tests.formula_desk import approve, draft, revise, with_accord
from tests.formula_pages import DEEP, everything_is_safe, perfumer, sent
from tests.recipes import blend

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bus(bus: MessageBus, settings: Any) -> Iterator[MessageBus]:
    with everything_is_safe(settings) as bus:
        yield bus


@pytest.fixture
def ann(bus: MessageBus) -> Client:
    return perfumer("ann")


def page(client: Client, name: str, code: str, **query: Any) -> Any:
    return client.get(reverse(f"admin:scents_formula_{name}", args=[code]), query)


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
    assert at("change", Formula, "SEA") in page_of(ann, Formula, "SHORE")
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
    bus.handle(revise("SEA", blend(LIMONENE=2, DPG=1), based_on=1))
    client = perfumer("eve")
    User.objects.get(username="eve").user_permissions.set(
        Permission.objects.filter(codename="view_formula")
    )
    shown = client.get(at("change", Formula, "SEA"))
    titles = ["Evaluate", "Work sheet", "Compare"]
    assert [title for _, title in shown.context["page_links"]] == titles
    assert fill_in(client, Formula, "SEA", "branch", version=1).status_code == 403
