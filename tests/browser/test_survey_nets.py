"""The survey where the net is bad: an answer is kept, sent, and counted once."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from domain.scents.commands import CloseSurvey
from domain.scents.surveys.plan import Method
from messaging.bus import get_bus
from scents.models import SurveyResponse, SurveyTally
from tests.audience import at, shown_to
from tests.browser.foyer import (
    KEPT,
    WAITING,
    begin,
    is_kept,
    judge,
    look,
    press,
    tap,
)
from tests.company import eventually
from tests.line import Line
from tests.surveys import invitations, open_survey, plan, stock_suppliers, task
from tests.variants import open_contest, seeded_bus

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_taps_on_send_are_one_answer(phone: BrowserContext, token: str):
    page = phone.new_page()
    begin(page, token)
    judge(page, token)
    page.evaluate("""() => {
        const button = document.querySelector("button.send");
        for (let n = 0; n < 3; n += 1) button.click();
    }""")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert SurveyResponse.objects.count() == 1
    assert set(SurveyTally.objects.values_list("count", flat=True)) == {1}


def test_a_reload_and_a_closed_tab_lose_nothing(phone: BrowserContext, token: str):
    page = phone.new_page()
    begin(page, token)
    tap(page, shown_to(token)[1][1])
    page.reload()
    expect(page.locator(".progress")).to_have_text("1 of 1")
    page.close()
    page = phone.new_page()
    page.goto(at("page", token))
    press(page, "Next")
    expect(page.locator(".review strong")).to_have_text(shown_to(token)[1][1])
    press(page, "Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert json.loads(page.evaluate(KEPT)) == {}
    page.reload()
    expect(page.get_by_text("Your answer is yours")).to_be_visible()


def test_what_is_sent_without_a_net_is_stored_once_when_there_is_one(
    phone: BrowserContext, line: Line, token: str, tmp_path: Path
):
    page = phone.new_page()
    begin(page, token)
    is_kept(page)
    line.become("cut")
    phone.set_offline(True)
    page.reload()
    judge(page, token)
    press(page, "Send")
    expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
    look(page, tmp_path, "kept")
    page.reload()
    expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
    assert page.evaluate(WAITING) == 1
    assert not SurveyResponse.objects.exists()

    line.become("up")
    phone.set_offline(False)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert page.evaluate(WAITING) == 0
    assert SurveyResponse.objects.count() == 1
    assert set(SurveyTally.objects.values_list("count", flat=True)) == {1}


@pytest.mark.parametrize("state", ["cut", "busy"])
def test_while_the_server_is_away_the_phone_tries_again(
    phone: BrowserContext, line: Line, token: str, state: Any
):
    page = phone.new_page()
    begin(page, token)
    judge(page, token)
    line.become(state)
    press(page, "Send")
    expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
    line.become("up")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert SurveyResponse.objects.count() == 1


def test_a_tab_that_was_closed_too_early_sends_when_it_is_opened_again(
    phone: BrowserContext, line: Line, token: str
):
    page = phone.new_page()
    begin(page, token)
    judge(page, token)
    line.become("cut")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
    page.close()
    line.become("up")
    page = phone.new_page()
    page.goto(at("page", token))
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    eventually(lambda: SurveyResponse.objects.count() == 1)


def test_a_browser_that_syncs_in_the_background_needs_no_open_page(
    phone: BrowserContext, line: Line, token: str
):
    other, page = phone.new_page(), phone.new_page()
    other.goto("/healthz")
    begin(page, token)
    is_kept(page)
    judge(page, token)
    line.become("cut")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Kept on this phone")).to_be_visible()
    [worker] = phone.service_workers
    assert worker.evaluate("() => registration.sync.getTags()") == ["survey-answers"]
    registrations: list[str] = []
    browser = phone.new_cdp_session(other)
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registrations.extend(one["registrationId"] for one in told["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    page.close()
    line.become("up")
    eventually(lambda: other.evaluate("1") and registrations)
    event = {"origin": line.url, "tag": "survey-answers", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", {**event, "registrationId": registrations[0]})
    eventually(lambda: other.evaluate("1") and SurveyResponse.objects.count() == 1)
    assert worker.evaluate(WAITING) == 0


FORBIDDEN = """
    for (const name of ["indexedDB", "localStorage", "caches"])
        Object.defineProperty(window, name, { get() { throw new Error("forbidden"); } });"""


def test_a_browser_that_may_keep_nothing_sends_all_the_same(
    phone: BrowserContext, line: Line, token: str
):
    page = phone.new_page()
    page.add_init_script(FORBIDDEN)
    begin(page, token)
    judge(page, token)
    line.become("cut")
    press(page, "Send")
    expect(page.get_by_text("leave this page open")).to_be_visible()
    line.become("up")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=15_000)
    assert SurveyResponse.objects.count() == 1


SEND_LATE = """([url, id, body, ago]) => outbox.send({ id, url, body, at: Date.now() - ago })"""


@pytest.mark.parametrize(("hours", "told"), [(1, True), (48, False)])
def test_an_answer_that_was_kept_tells_when_it_was_given_unless_the_phone_is_wrong(
    phone: BrowserContext, hours: int, told: bool
):
    stock_suppliers()
    yesterday = timezone.now() - timedelta(days=1)
    open_contest(seeded_bus(clock=lambda: yesterday), its_plan=plan())
    [token, *_] = invitations()
    page = phone.new_page()
    page.goto(at("page", token))
    shown = [*shown_to(token)[1]]
    judgement = {"task": 1, "shown": shown, "chosen": shown[0]}
    body = {"invitation": token, "consent": True, "judgements": [judgement]}
    sent = page.evaluate(SEND_LATE, [at("answers"), "x", body, hours * 3_600_000])
    assert sent["status"] == "accepted"
    row = SurveyResponse.objects.get()
    late = row.received_at - row.given_at
    assert abs(late - timedelta(hours=hours if told else 0)) < timedelta(minutes=1)


def test_a_refusal_is_told_and_not_tried_again(phone: BrowserContext, token: str):
    page = phone.new_page()
    begin(page, token)
    judge(page, token)
    get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))
    press(page, "Send")
    expect(page.get_by_role("heading", name="This was not recorded")).to_be_visible()
    expect(page.get_by_text("no more answers are taken")).to_be_visible()
    assert page.evaluate(WAITING) == 0
    assert json.loads(page.evaluate(KEPT)) == {}


def test_what_can_be_corrected_comes_back_and_is_sent_again(phone: BrowserContext):
    stock_suppliers()
    open_survey("SEA-1", plan(task(method=Method.WORDS)))
    [token, *_] = invitations()
    page = phone.new_page()
    begin(page, token)
    first = page.locator("input[type=text]").first
    first.fill("a word of far more than forty letters without a comma")
    press(page, "Next")
    expect(page.get_by_role("alert")).to_contain_text("commas between words")
    first.fill("sal\u200bty")
    press(page, "Next")
    press(page, "Send")
    expect(page.get_by_role("alert")).to_contain_text("words are of visible letters")
    press(page, "Change: Which words does each sample bring to mind?")
    first.fill("salty")
    press(page, "Next")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert SurveyResponse.objects.count() == 1
