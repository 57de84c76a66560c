"""A survey with a browser: drafted, opened, handed out, unblinded for whoever labels the vials."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from messaging.bus import MessageBus
from scents.models import Survey
from tests.back_office import at
from tests.browser.conftest import Open, sign_in
from tests.browser.test_a_day_of_work import SIZES, Desk
from tests.doors import person
from tests.surveys import code_of, stock_suppliers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]

CARD = """() => { const card = document.querySelector(".cards section");
  const { width, height } = card.querySelector("svg").getBoundingClientRect();
  return [width, height, card.scrollHeight - card.clientHeight]; }"""


class Colleague(Desk):
    """Somebody with the rights of a role and no others."""

    def __init__(self, role: str, page: Page, url: str) -> None:
        super().__init__(page, url)
        sign_in(page, person(role.replace(" ", "-"), role), url)

    def reads(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def drafts(self) -> None:
        self.open(at("add", Survey))
        self.page.fill("#id_code", "SEA-1")
        self.page.fill("#id_survey_title", "Sea breeze")
        self.page.fill("#id_tasks", "SEA-BREEZE | choice | ")
        self.page.get_by_text("Codes to choose from").click()
        self.page.get_by_role("button", name="CHEAP", exact=True).click()
        self.press("Save the draft")
        self.reads("Line 1: candidates: a task of choice takes 2 to 20 of them.")
        self.page.fill("#id_tasks", "SEA-BREEZE | choice | CHEAP; EXPENSIVE")
        self.press("Save the draft")
        self.reads("CHEAP; EXPENSIVE")

    def opens(self) -> None:
        self.follow("Open to answers")
        self.reads("After this nothing of the plan can be changed")
        self.page.get_by_label("I have looked at the plan again").check()
        self.press("Open to answers")
        self.reads("Open to answers: done for SEA-1.")
        assert "CHEAP" not in self.page.content()

    def hands_out(self) -> None:
        self.follow("Issue invitations")
        self.page.get_by_label("Count").fill("9")
        self.press("Issue invitations")
        self.reads("The invitations 1 to 9 are issued.")
        self.follow("Invitations")
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Links as CSV").click()
        assert download.value.suggested_filename == "invitations-1-9.csv"
        self.press("Cards to print")
        assert self.page.locator(".cards section").count() == 9
        width, height, cut = self.page.evaluate(CARD)
        assert width == height > 120
        assert cut <= 0

    def labels(self) -> None:
        self.open(at("change", Survey, "SEA-1"))
        self.follow("Unblind")
        self.reads("Answers still come in.")
        self.page.get_by_label("Reason").fill("labels")
        self.press("Unblind")
        self.follow("Who made which sample")
        assert re.search(rf"{code_of('CHEAP')}[\s\w-]*?SEA-BREEZE[\s\w-]*?CHEAP", self.text())
        self.follow("Labels for the vials")
        self.reads(f"{code_of('CHEAP')}: SEA-BREEZE of CHEAP")


@pytest.mark.parametrize("size", SIZES)
def test_from_the_draft_to_the_vials(
    open_page: Open, live_server: LiveServer, bus: MessageBus, size: str
):
    stock_suppliers()
    width, height = SIZES[size]
    rosa, keeper = (
        Colleague(role, open_page({"width": width, "height": height}), live_server.url)
        for role in ("researcher", "sample keeper")
    )
    rosa.drafts()
    rosa.opens()
    rosa.hands_out()
    keeper.labels()
    rosa.open(at("change", Survey, "SEA-1"))
    rosa.reads("sample-keeper")
    assert rosa.faults + keeper.faults == []
