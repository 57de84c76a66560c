"""A phone in a foyer: how it is tapped, and what it keeps."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.audience import at, shown_to
from tests.company import eventually

BROKEN = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll("button, .button, .option, input[type=text]")]
    .filter(one => one.checkVisibility())
    .map(one => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 48 || box.height < 48).map(([text]) => text)"""
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
CACHED = """async () => (await (await caches.open("survey")).keys()).map(one => one.url)"""
WAITING = "async () => (await outbox.waiting()).length"
KEPT = "() => JSON.stringify(localStorage)"


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
