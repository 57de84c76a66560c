"""A perfumer's task with a browser: draft, revise, compare, approve, weigh by the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from messaging.bus import MessageBus
from scents.models import Formula, FormulaVersion
from tests.back_office import at
from tests.browser.conftest import DESKTOP, PHONE, Open, sign_in
from tests.browser.test_a_day_of_work import Desk
from tests.formula_pages import everything_is_safe

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {"desk": DESKTOP, "phone": PHONE}


@pytest.fixture
def bus(bus: MessageBus, settings: Any) -> Iterator[MessageBus]:
    with everything_is_safe(settings) as bus:
        yield bus


def type_row(page: Page, number: int, *texts: str) -> None:
    boxes = page.locator(".parts > div").nth(number).locator("input")
    for n, text in enumerate(texts):
        boxes.nth(n).fill(text)


@pytest.mark.parametrize("size", SIZES)
def test_from_the_first_draft_to_the_balance(
    open_page: Open, live_server: LiveServer, bus: MessageBus, size: str
):
    page = open_page(SIZES[size])
    sign_in(page, User.objects.create_superuser("ann"), live_server.url)
    ann = Desk(page, live_server.url)

    ann.open(at("add", Formula))
    page.fill("#id_code", "SEA")
    page.fill("#id_name", "Sea breeze")
    type_row(page, 0, "LIMONENE", "12.5")
    page.get_by_role("button", name="More rows").click()
    rows = page.locator(".parts > div")
    assert rows.count() == 7
    type_row(page, 6, "CALONE", "3", "10", "DPG")
    ann.press("Save")
    assert FormulaVersion.objects.get().uses == ["CALONE", "DPG", "LIMONENE"]

    ann.open(at("do", Formula, "SEA", "revise"))
    assert rows.nth(1).locator("input").first.input_value() == "CALONE"
    type_row(page, 2, "HEDIONE", "40")
    ann.press("Revise")
    expect(page.get_by_text("It is version 2.")).to_be_visible()

    ann.follow("Compare")
    expect(page.get_by_text("added").first).to_be_visible()

    other = open_page(SIZES[size])
    sign_in(other, User.objects.create_superuser("ben"), live_server.url)
    ben = Desk(other, live_server.url)
    ben.open(at("do", Formula, "SEA", "approve"))
    other.fill("#id_delivery_format", "cartridge")
    other.fill("#id_dose", "10")
    ben.press("Approve")
    expect(other.get_by_text("ben: cartridge, up to 10 %")).to_be_visible()

    ann.open(at("change", Formula, "SEA"))
    ann.follow("Work sheet")
    page.get_by_label("Batch, g").fill("500")
    ann.press("Work it out")
    batch = page.locator("section").last
    expect(batch.locator("h2")).to_contain_text("500.00 g")
    batch.get_by_text("HEDIONE").click()
    assert batch.get_by_role("checkbox").first.is_checked()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "SEA@2.pdf"
    assert ann.faults + ben.faults == []
