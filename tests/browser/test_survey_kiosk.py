"""The survey on a device that many share: nothing of anybody stays on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from scents.models import SurveyResponse
from tests.audience import at, shown_to
from tests.browser.foyer import (
    begin,
    is_kept,
    judge,
    look,
    press,
    remembered,
    tap,
)
from tests.company import eventually
from tests.line import Line
from tests.surveys import invitations

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_device_that_many_share_forgets_each_of_them(
    phone: BrowserContext, line: Line, token: str, tmp_path: Path
):
    other = invitations()[1]
    page = phone.new_page()
    page.goto(at("start") + "?kiosk=1")
    look(page, tmp_path, "start")
    page.get_by_label("Type or scan").fill(f"https://scents.example{at('page', token)}")
    page.get_by_label("Type or scan").press("Enter")
    tap(page, "I agree")
    press(page, "Next")
    judge(page, token)
    press(page, "Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_text("Your answer is yours")).to_be_hidden()
    page.get_by_role("link", name="Next person").tap()
    expect(page.get_by_label("Type or scan")).to_be_focused()
    assert remembered(page, token) == []

    page.get_by_label("Type or scan").fill(other.lower())
    press(page, "Start")
    tap(page, "I agree")
    press(page, "Next")
    judge(page, other)
    line.become("cut")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible()
    page.get_by_role("link", name="Next person").tap()
    expect(page.get_by_text("1 kept on this device")).to_be_visible()
    line.become("up")
    eventually(lambda: SurveyResponse.objects.count() == 2)
    expect(page.get_by_text("1 kept on this device")).to_have_count(0)
    assert remembered(page, other.lower()) == []
    assert page.evaluate("history.length") <= 2


def test_who_walks_away_from_a_shared_device_leaves_nothing_on_it(
    phone: BrowserContext, token: str
):
    page = phone.new_page()
    page.clock.install()
    begin(page, token, "?kiosk=1")
    is_kept(page)
    assert remembered(page, token) == ["cache", "local"]
    page.clock.fast_forward(170_000)
    tap(page, shown_to(token)[1][0])
    page.clock.fast_forward(170_000)
    expect(page.locator(".progress")).to_have_text("1 of 1")
    page.clock.fast_forward(20_000)
    expect(page.get_by_label("Type or scan")).to_be_focused()
    assert remembered(page, token) == []
