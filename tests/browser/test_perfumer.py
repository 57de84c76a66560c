"""A perfumer's task with a browser: draft, evaluate, revise, optimise, compare, approve, weigh."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from messaging.bus import MessageBus
from scents.models import Formula, FormulaVersion, Optimisation
from scents.starter_set import load_starter_set
from tests.back_office import at
from tests.browser.conftest import DESKTOP, PHONE, Open, sign_in
from tests.browser.test_a_day_of_work import TOO_WIDE, Desk
from tests.browser.test_evaluation_page import widths
from tests.doors import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]

SIZES = {"desk": DESKTOP, "phone": PHONE}


class Perfumer(Desk):
    """Somebody with the rights of a perfumer and no others, at the formula HARBOUR."""

    def __init__(self, name: str, page: Page, url: str) -> None:
        super().__init__(page, url)
        sign_in(page, person(name, "perfumer"), url)

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).last.click()
        self.look()

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()
        self.look()

    def look(self) -> None:
        """Each step here opens a page, and has waited for it."""
        if (wide := self.page.evaluate(TOO_WIDE)) > 0:
            self.faults.append(f"{self.page.url} is {wide} px too wide")

    def reads(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def part(self, number: int, *texts: str) -> None:
        boxes = self.page.locator(".parts > div").nth(number).locator("input")
        for n, text in enumerate(texts):
            boxes.nth(n).fill(text)

    def drafts(self) -> None:
        self.open(at("add", Formula))
        self.page.fill("#id_code", "HARBOUR")
        self.page.fill("#id_name", "Harbour at noon")
        for number, part in enumerate(
            [("SEA-AIR@1", "30"), ("LINALYL-ACETATE", "12"), ("LIMONENE", "8"), ("DPG", "30")]
        ):
            self.part(number, *part)
        self.page.get_by_role("button", name="More rows").click()
        self.part(6, "CINEOLE", "2", "10", "DPG")
        self.press("Save")
        self.reads("Recipe of the latest version")
        self.reads("CINEOLE 10 % in DPG")
        self.reads("not approved")

    def evaluates(self) -> None:
        self.follow("Evaluate")
        self.page.get_by_label("Delivery format").select_option("CARTRIDGE")
        self.page.get_by_label("Dose, %").fill("10")
        self.press("Work it out")
        self.reads("Safety: may be used in category 12, amendment 51")
        self.reads("Above it at 25 °C, the strongest first")
        assert len(painted := widths(self.page)) == 4
        assert min(painted) > 300

    def revises(self) -> None:
        self.open(at("do", Formula, "HARBOUR", "revise"))
        self.part(5, "HEDIONE", "20")
        self.page.get_by_label("Note").fill("more air")
        self.press("Revise")
        self.reads("It is version 2.")

    def searches(self, **changed: str) -> None:
        self.follow("Find a cheaper one")
        expect(self.page.get_by_label("Formula")).to_have_value("HARBOUR")
        expect(self.page.get_by_label("Version")).to_have_value("2")
        self.page.get_by_label("Delivery format").select_option("CARTRIDGE")
        self.page.get_by_label("Dose, per cent").fill("10")
        for label, text in changed.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)
        self.press("Search for it")

    def optimises(self) -> None:
        self.searches(Never_use="LINALOL")
        self.reads("Nobody knows LINALOL: take codes from the list.")
        self.page.get_by_label("Never use").fill("LINALYL-ACETATE")
        self.press("Search for it")
        self.reads("contradiction")
        self.reads("Search again with one of them given up")
        self.follow("Search again")
        self.page.get_by_label("Never use").fill("")
        self.press("Search for it")
        self.reads("solved")
        self.reads("Smells the same")
        assert re.search(r"Saved\s+\d+\.\d% of \d+\.\d\d USD", self.text())

    def compares(self) -> None:
        self.follow("Make it a version")
        self.press("Make it a version")
        self.reads("It is version 3 of HARBOUR.")
        self.follow("See what is different")
        self.reads("of the mass is something else.")
        self.reads("Compare HARBOUR")
        self.reads("Materials by mass")

    def approves(self) -> None:
        self.open(at("change", Formula, "HARBOUR"))
        self.follow("Approve")
        self.page.get_by_label("Version").select_option("version 3 by ann")
        self.page.get_by_label("Delivery format").select_option(
            "CARTRIDGE: cinema cartridge, dry air, category 12"
        )
        self.page.get_by_label("Highest dose, %").fill("10")
        self.press("Approve")

    def weighs(self) -> None:
        self.open(at("change", Formula, "HARBOUR"))
        self.follow("Work sheet")
        self.reads("is too little for this balance: dilute it, or make")
        self.page.get_by_label("Batch, g").fill("5000")
        self.press("Work it out")
        batch = self.page.locator("section").last
        expect(batch.locator("h2")).to_contain_text("5000.00 g")
        batch.get_by_text("HEDIONE").click()
        assert batch.get_by_role("checkbox", checked=True).count() == 1
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="PDF").click()
        assert download.value.suggested_filename == "HARBOUR@3.pdf"


@pytest.mark.parametrize("size", SIZES)
def test_from_the_first_draft_to_the_balance(
    open_page: Open, live_server: LiveServer, bus: MessageBus, size: str
):
    load_starter_set(by="the company")
    ann, ben = (Perfumer(name, open_page(SIZES[size]), live_server.url) for name in ("ann", "ben"))
    ann.drafts()
    ann.evaluates()
    ann.revises()
    ann.optimises()
    ann.compares()

    ann.approves()
    ann.reads("nobody approves a recipe of his own: a second person must look at it")
    assert not FormulaVersion.objects.exclude(approved_by="").exists()
    ben.approves()
    ben.reads("ben: CARTRIDGE, up to 10 %")

    ann.weighs()
    assert Optimisation.objects.filter(state="solved", requested_by="ann").count() == 1
    assert FormulaVersion.objects.get(formula="HARBOUR", number=3).approved_by == "ben"
    assert ann.faults + ben.faults == []
