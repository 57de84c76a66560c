"""The survey on a phone in a foyer: taps, bad nets, and a device that many share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from domain.scents.commands import CloseSurvey
from domain.scents.surveys.plan import Method
from messaging.bus import get_bus
from scents.models import SampleAssignment, SurveyResponse, SurveyTally
from tests.audience import BETRAYALS, at, shown_to, whole_plan
from tests.browser.conftest import PHONE
from tests.company import eventually
from tests.line import Line
from tests.surveys import invitations, open_survey, plan, stock_suppliers, task
from tests.variants import open_contest, seeded_bus

pytestmark = pytest.mark.django_db(transaction=True)

BROKEN = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll("button, .button, .option, input[type=text]")]
    .filter(one => one.checkVisibility())
    .map(one => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 48 || box.height < 48).map(([text]) => text)"""
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
CACHED = """async () => (await (await caches.open("survey")).keys()).map(one => one.url)"""
WAITING = "async () => (await outbox.waiting()).length"
KEPT = "() => JSON.stringify(localStorage)"


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[Line]:
    line = Line(live_server.url)
    yield line
    line.close()


@pytest.fixture
def phone(chromium: Browser, line: Line, settings: Any) -> Iterator[BrowserContext]:
    """Of one participant. What the browser says of a lost connection is no complaint."""
    settings.CELERY_BROKER_URL = ""
    context = chromium.new_context(viewport=PHONE, has_touch=True, base_url=line.url)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    complaints: list[str] = []
    context.on("weberror", lambda told: complaints.append(str(told.error)))
    context.on("console", lambda told: told.type == "error" and complaints.append(told.text))
    yield context
    context.close()
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


@pytest.fixture
def token() -> str:
    stock_suppliers()
    open_survey("SEA-1", plan())
    return invitations()[0]


def tap(page: Page, label: str) -> None:
    page.locator(".step.now .option").filter(has_text=label).first.tap()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def begin(page: Page, token: str, query: str = "") -> None:
    page.goto(at("page", token) + query)
    tap(page, "I agree")
    press(page, "Next")


def judge(page: Page, token: str) -> None:
    """The one choice of the plain survey, up to the review."""
    tap(page, shown_to(token)[1][0])
    press(page, "Next")
    expect(page.get_by_role("heading", name="Is this what you think?")).to_be_visible()


def look(page: Page, folder: Path, name: str) -> None:
    """Whatever is on the screen fits on it, can be hit with a thumb, and is kept as a picture."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    assert not page.evaluate(BROKEN), name
    assert page.evaluate(SMALL) == [], name


def is_kept(page: Page) -> None:
    """So that it opens without a net."""
    page.wait_for_function(CONTROLLED)
    eventually(lambda: any(page.url.partition("?")[0] == one for one in page.evaluate(CACHED)))


def test_a_participant_judges_in_all_six_ways(phone: BrowserContext, tmp_path: Path):
    stock_suppliers()
    open_contest(seeded_bus(), its_plan=whole_plan())
    [token, *_] = invitations()
    page = phone.new_page()
    page.goto(at("page", token))
    look(page, tmp_path, "welcome")
    shown = shown_to(token, {6: SampleAssignment.objects.get(serial=1).sample})
    press(page, "Next")
    expect(page.get_by_role("alert")).to_contain_text("agree")
    assert page.locator(".step.now").get_attribute("data-kind") == "welcome"
    tap(page, "I agree")
    press(page, "Next")

    expect(page.locator(".progress")).to_have_text("1 of 8")
    look(page, tmp_path, "group")
    tap(page, "adults")
    press(page, "Next")
    tap(page, "no")
    press(page, "Next")
    for number, told in ((1, shown[1][1]), (2, "No difference"), (3, shown[3][2])):
        expect(page.locator(".progress")).to_have_text(f"{number + 2} of 8")
        codes = page.locator(".step.now .code").all_inner_texts()
        assert tuple(codes) == shown[number]
        look(page, tmp_path, f"task{number}")
        tap(page, told)
        press(page, "Next")
    for code, rating in zip(shown[4], ("7", "2"), strict=True):
        row = page.locator(".step.now .row").filter(has_text=code)
        row.locator(".option").filter(has_text=rating).tap()
    look(page, tmp_path, "task4")
    press(page, "Next")
    page.get_by_label(shown[5][0]).fill("salty, Wide  open,")
    look(page, tmp_path, "task5")
    page.get_by_label(shown[5][0]).press("Enter")
    expect(page.locator(".progress")).to_have_text("8 of 8")
    assert page.locator(".step.now .code").all_inner_texts() == [*shown[6]]
    tap(page, "Yes")
    look(page, tmp_path, "task6")
    press(page, "Next")
    look(page, tmp_path, "review")

    page.get_by_role("button", name="Change: What of choice?").tap()
    tap(page, shown[1][0])
    press(page, "Back")
    expect(page.locator(".progress")).to_have_text("2 of 8")
    for _ in range(7):
        press(page, "Next")
    assert not SurveyResponse.objects.exists()
    press(page, "Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    look(page, tmp_path, "thanks")

    row = SurveyResponse.objects.get()
    assert (row.serial, row.state, row.audience, row.screening) == (
        1,
        "kept",
        "adults",
        {"nose": "no"},
    )
    assert [one["shown"] for one in row.judgements] == [[*shown[n]] for n in range(1, 7)]
    told = [{n: v for n, v in one.items() if n not in ("task", "shown")} for one in row.judgements]
    assert told == [
        {"chosen": shown[1][0]},
        {"chosen": "="},
        {"chosen": shown[3][2]},
        {"ratings": {shown[4][0]: 7, shown[4][1]: 2}},
        {"words": {shown[5][0]: ["salty", "wide open"], shown[5][1]: []}},
        {"accepted": True},
    ]
    page.get_by_role("link", name="see, download or erase").tap()
    look(page, tmp_path, "data")
    tap_erase(page)
    expect(page.get_by_role("heading", name="Your answer is erased")).to_be_visible()
    assert SurveyResponse.objects.get().state == "erased"
    assert phone.cookies() == []


def tap_erase(page: Page) -> None:
    page.locator(".option").filter(has_text="Erase my answer").tap()
    press(page, "Erase")


def test_who_is_screened_out_is_thanked_and_asked_no_more(phone: BrowserContext):
    stock_suppliers()
    open_survey("SEA-1", whole_plan(adaptive=False))
    [token, *_] = invitations()
    page = phone.new_page()
    begin(page, token)
    tap(page, "children")
    press(page, "Next")
    tap(page, "yes")
    press(page, "Next")
    expect(page.get_by_text("you take no part")).to_be_visible()
    press(page, "Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert SurveyResponse.objects.get().state == "out"


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


def remembered(page: Page, token: str) -> list[str]:
    """Where a token is still to be found."""
    places = {
        "cache": page.evaluate(CACHED),
        "local": page.evaluate(KEPT),
        "session": page.evaluate("() => JSON.stringify(sessionStorage)"),
        "waiting": page.evaluate("async () => JSON.stringify(await outbox.waiting())"),
        "told": page.evaluate("""async id => JSON.stringify(await outbox.told(id) ?? "")""",
                              at("page", token)),
    }  # fmt: skip
    return [name for name, kept in places.items() if token in str(kept)]


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


def test_it_is_dark_where_the_cinema_is(phone: BrowserContext, token: str, tmp_path: Path):
    page = phone.new_page()
    page.emulate_media(color_scheme="dark")
    begin(page, token)
    tap(page, shown_to(token)[1][0])
    look(page, tmp_path, "dark")
    light = "() => getComputedStyle(document.body).backgroundColor"
    assert sum(int(n) for n in re.findall(r"\d+", page.evaluate(light))) < 150


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


def test_without_scripts_it_is_one_page_that_is_sent(chromium: Browser, line: Line, token: str):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, base_url=line.url)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(at("page", token))
    page.get_by_label("I agree").check(force=True)
    expect(page.get_by_text("Is this what you think")).to_be_hidden()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").first).to_contain_text("not answered yet")
    page.get_by_label(shown_to(token)[1][0]).check(force=True)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert context.cookies() == []
    context.close()
    assert SurveyResponse.objects.count() == 1


def test_nothing_that_the_browser_loads_betrays_who_made_the_samples(
    phone: BrowserContext, token: str
):
    page = phone.new_page()
    loaded: list[str] = []
    page.on("response", lambda response: loaded.append(f"{response.url} {response.all_headers()} "
                                                       f"{response.text()}"))  # fmt: skip
    page.goto(at("page", token))
    page.wait_for_load_state("networkidle")
    assert len(loaded) >= 5
    assert [word for word in BETRAYALS if any(word in one for one in loaded)] == []


@pytest.mark.parametrize("width", [195, 320])
def test_it_can_be_read_on_small_phones_and_at_twice_the_size(
    phone: BrowserContext, tmp_path: Path, width: int
):
    stock_suppliers()
    open_survey("SEA-1", whole_plan(adaptive=False))
    [token, *_] = invitations()
    page = phone.new_page()
    page.set_viewport_size({"width": width, "height": 500})
    page.goto(at("page", token))
    page.evaluate("() => document.body.classList.remove('walk')")
    look(page, tmp_path, f"small{width}")


def test_it_can_be_walked_with_the_keyboard_alone(phone: BrowserContext, token: str):
    page = phone.new_page()
    page.goto(at("page", token))
    for key in ("Tab", "Space", "Tab", "Enter", "Tab", "Space", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Is this what you think?")).to_be_focused()
    for key in ("Tab", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    assert SurveyResponse.objects.get().judgements[0]["chosen"] == shown_to(token)[1][0]
