"""Results of a survey with a browser: pictures that are seen, at a desk and on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from domain.scents.commands import CloseSurvey, UnblindSurvey
from messaging.bus import MessageBus
from scents.models import SurveyResult
from tests.back_office import at
from tests.browser.conftest import PHONE, Open, sign_in
from tests.survey_answers import answer, open_every_method

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {"desk": {"width": 1366, "height": 900}, "phone": PHONE}
SHOTS = os.environ.get("SHOTS")

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALLEST = """svgs => Math.min(...svgs.flatMap(svg => [...svg.querySelectorAll("text")]
    .map(text => parseFloat(getComputedStyle(text).fontSize) * svg.clientWidth / 480)))"""
OUTSIDE = """svgs => svgs.flatMap(svg => [...svg.querySelectorAll("text")]
    .filter(text => text.getBoundingClientRect().right > svg.getBoundingClientRect().right + 1)
    .map(text => text.textContent))"""


def opened(open_page: Open, server: LiveServer, size: str, *, dark: bool = False) -> Page:
    page = open_page(SIZES[size])
    page.emulate_media(color_scheme="dark" if dark else "light")
    sign_in(page, User.objects.create_superuser("ann"), server.url)
    page.goto(at("change", SurveyResult, "SEA-1"))
    return page


def shoot(page: Page, name: str) -> None:
    """For whoever wants to look: SHOTS is a folder."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["open", "unblinded", "empty"])
def test_every_picture_is_seen_whole_and_can_be_read(
    open_page: Open, live_server: LiveServer, bus: MessageBus, size: str, state: str
):
    open_every_method()
    if state != "empty":
        answer(150)
    if state == "unblinded":
        bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
        bus.handle(UnblindSurvey("SEA-1", "to decide", "rosa"))
    page = opened(open_page, live_server, size, dark=state == "unblinded")
    shoot(page, f"{state}-{size}")
    drawings = page.locator(".result svg")
    assert drawings.count() == (22 if state == "empty" else 23)
    assert drawings.evaluate_all(SMALLEST) > 10
    assert drawings.evaluate_all(OUTSIDE) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert ("OCEAN-DREAM" in page.content()) == (state == "unblinded")


def test_what_was_unfolded_stays_so_when_the_page_looks_again(
    open_page: Open, live_server: LiveServer, bus: MessageBus
):
    open_every_method()
    answer(20)
    page = opened(open_page, live_server, "desk")
    page.locator("#task-1-choices-table summary").click()
    page.reload()
    assert page.locator("#task-1-choices-table td").first.is_visible()
    assert not page.locator("#task-2-won-table td").first.is_visible()


def test_a_group_is_looked_at_by_itself(open_page: Open, live_server: LiveServer, bus: MessageBus):
    open_every_method()
    answer(20, groups=["men"])
    page = opened(open_page, live_server, "desk")
    page.select_option("select[name=group]", "women")
    page.get_by_role("button", name="Show").click()
    assert page.url.endswith("?group=women")
    assert "Task 1: SEA-BREEZE, choice, n = 0" in page.inner_text(".results")
