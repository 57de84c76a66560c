"""The survey on a phone: every way of judging, for every pair of hands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scents.models import SampleAssignment, SurveyResponse
from tests.audience import BETRAYALS, at, shown_to, whole_plan
from tests.browser.conftest import PHONE
from tests.browser.foyer import (
    begin,
    judge,
    look,
    press,
    tap,
)
from tests.contest_desk import approve_breezes
from tests.line import Line
from tests.surveys import invitations, open_survey, stock_suppliers
from tests.variants import open_contest, seeded_bus

pytestmark = pytest.mark.django_db(transaction=True)


Shown = Mapping[int, tuple[str, ...]]


@pytest.fixture
def welcomed(phone: BrowserContext, tmp_path: Path) -> tuple[Page, Shown]:
    """The page of a survey that asks in all six ways, and what it shows to its participant."""
    stock_suppliers()
    bus = seeded_bus()
    approve_breezes(bus)
    open_contest(bus, its_plan=whole_plan())
    [token, *_] = invitations()
    page = phone.new_page()
    page.goto(at("page", token))
    look(page, tmp_path, "welcome")
    return page, shown_to(token, {6: SampleAssignment.objects.get(serial=1).sample})


def answer_questions(page: Page, folder: Path) -> None:
    tap(page, "I agree")
    press(page, "Next")
    expect(page.locator(".progress")).to_have_text("1 of 8")
    look(page, folder, "group")
    tap(page, "adults")
    press(page, "Next")
    tap(page, "no")
    press(page, "Next")


def judge_all(page: Page, shown: Shown, folder: Path) -> None:
    """In all six ways."""
    for number, told in ((1, shown[1][1]), (2, "No difference"), (3, shown[3][2])):
        expect(page.locator(".progress")).to_have_text(f"{number + 2} of 8")
        assert page.locator(".step.now .code").all_inner_texts() == [*shown[number]]
        look(page, folder, f"task{number}")
        tap(page, told)
        press(page, "Next")
    for code, rating in zip(shown[4], ("7", "2"), strict=True):
        row = page.locator(".step.now .row").filter(has_text=code)
        row.locator(".option").filter(has_text=rating).tap()
    look(page, folder, "task4")
    press(page, "Next")
    page.get_by_label(shown[5][0]).fill("salty, Wide  open,")
    look(page, folder, "task5")
    page.get_by_label(shown[5][0]).press("Enter")
    expect(page.locator(".progress")).to_have_text("8 of 8")
    assert page.locator(".step.now .code").all_inner_texts() == [*shown[6]]
    tap(page, "Yes")
    look(page, folder, "task6")
    press(page, "Next")
    look(page, folder, "review")


def test_a_participant_judges_in_all_six_ways(welcomed: tuple[Page, Shown], tmp_path: Path):
    page, shown = welcomed
    answer_questions(page, tmp_path)
    judge_all(page, shown, tmp_path)
    assert not SurveyResponse.objects.exists()
    press(page, "Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    look(page, tmp_path, "thanks")

    row = SurveyResponse.objects.get()
    assert (row.serial, row.state, row.audience) == (1, "kept", "adults")
    assert row.screening == {"nose": "no"}
    assert [one["shown"] for one in row.judgements] == [[*shown[n]] for n in range(1, 7)]
    told = [{n: v for n, v in one.items() if n not in ("task", "shown")} for one in row.judgements]
    assert told == [
        {"chosen": shown[1][1]},
        {"chosen": "="},
        {"chosen": shown[3][2]},
        {"ratings": {shown[4][0]: 7, shown[4][1]: 2}},
        {"words": {shown[5][0]: ["salty", "wide open"], shown[5][1]: []}},
        {"accepted": True},
    ]


def test_without_agreement_and_without_an_answer_nobody_goes_on(welcomed: tuple[Page, Shown]):
    page, _ = welcomed
    press(page, "Next")
    expect(page.get_by_role("alert")).to_contain_text("agree")
    assert page.locator(".step.now").get_attribute("data-kind") == "welcome"
    tap(page, "I agree")
    press(page, "Next")
    press(page, "Next")
    expect(page.get_by_role("alert")).to_contain_text("choose one")
    expect(page.locator(".progress")).to_have_text("1 of 8")


def test_before_it_is_sent_everything_can_be_changed(welcomed: tuple[Page, Shown], tmp_path: Path):
    page, shown = welcomed
    answer_questions(page, tmp_path)
    judge_all(page, shown, tmp_path)
    page.get_by_role("button", name="Change: What of choice?").tap()
    tap(page, shown[1][0])
    press(page, "Back")
    expect(page.locator(".progress")).to_have_text("2 of 8")
    for _ in range(7):
        press(page, "Next")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert SurveyResponse.objects.get().judgements[0]["chosen"] == shown[1][0]


def test_what_was_told_is_seen_and_erased(phone: BrowserContext, token: str, tmp_path: Path):
    page = phone.new_page()
    begin(page, token)
    judge(page, token)
    press(page, "Send")
    page.get_by_role("link", name="see, download or erase").tap()
    look(page, tmp_path, "data")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").tap()
    assert json.loads(download.value.path().read_text())["invitation"] == 1
    page.locator(".option").filter(has_text="Erase my answer").tap()
    press(page, "Erase")
    expect(page.get_by_role("heading", name="Your answer is erased")).to_be_visible()
    assert SurveyResponse.objects.get().state == "erased"
    assert phone.cookies() == []


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


def test_it_is_dark_where_the_cinema_is(phone: BrowserContext, token: str, tmp_path: Path):
    page = phone.new_page()
    page.emulate_media(color_scheme="dark")
    begin(page, token)
    tap(page, shown_to(token)[1][0])
    look(page, tmp_path, "dark")
    light = "() => getComputedStyle(document.body).backgroundColor"
    assert sum(int(n) for n in re.findall(r"\d+", page.evaluate(light))) < 150


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
