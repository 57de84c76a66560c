"""A day in the back office, with a browser: receive, take an order, shrink a batch, ship."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from allocation.models import Batch, DueBatch, Order, OrderToShip, Shipment
from domain.allocation import commands
from messaging.bus import MessageBus
from tests.back_office import at
from tests.customers import HOME, register

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
SIZES = {"desk": (1366, 900), "phone": (390, 844)}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]


class Desk:
    """Somebody of the staff, logged in, who looks for faults on each page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []
        page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, address: str) -> None:
        self.page.goto(self.url + address)
        self.look()

    def look(self) -> None:
        self.page.wait_for_load_state("networkidle")
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{self.page.url} is {wide} px too wide")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.click()
        self.look()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.look()

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.fill(f"input[name={name}]", text)

    def text(self) -> str:
        return self.page.inner_text("body")


@pytest.fixture(params=SIZES)
def desk(
    request: pytest.FixtureRequest, bus: MessageBus, live_server: Any, monkeypatch: Any
) -> Iterator[Desk]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    client = Client()
    client.force_login(User.objects.create_superuser("ann"))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    width, height = SIZES[request.param]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": width, "height": height})
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
        )
        yield Desk(context.new_page(), live_server.url)
        connection.close()  # beside that loop, the test had one of its own
        browser.close()


def test_a_day_of_work(desk: Desk, bus: MessageBus):
    yesterday = timezone.now().date() - timedelta(days=1)
    register(bus, "anna-films")
    bus.handle(commands.AddAddress("anna-films", **HOME))
    bus.handle(commands.CreateBatch("sea-1", "SEA-BREEZE", 30, yesterday))
    bus.handle(commands.CreateBatch("sea-2", "SEA-BREEZE", 50, yesterday + timedelta(days=20)))

    # What was due yesterday comes in.
    desk.open("/admin/")
    desk.page.get_by_text("Due in, late").click()
    desk.look()
    assert "1 day late" in desk.text().lower()
    desk.open(at("change", DueBatch, "sea-1"))
    desk.fill(document="LS 9")
    desk.press("Receive")
    assert Batch.objects.get(pk="sea-1").eta is None

    # Two orders come by telephone.
    for reference, units in (("film 7", "20"), ("film 8", "8")):
        desk.open(at("add", Order))
        desk.fill(client="anna-films", reference=reference)
        desk.page.fill("input[name=lines-key] >> nth=0", "SEA-BREEZE")
        desk.page.fill("input[name=lines-units] >> nth=0", units)
        desk.press("Save")
        assert "Promised for" in desk.text()

    # A pallet breaks: who would have to wait is shown before it is booked.
    desk.open(at("change", Batch, "sea-1"))
    desk.follow("Scrap")
    desk.fill(qty="5", reason="a broken pallet")
    desk.press("Scrap")
    assert "1 order moved to another batch" in desk.text()
    assert Batch.objects.get(pk="sea-1").purchased_quantity == 30
    desk.press("Yes, do it")
    assert Batch.objects.get(pk="sea-1").purchased_quantity == 25

    # What is ready leaves, with its papers.
    desk.open(at("changelist", OrderToShip))
    desk.follow("anna-films/film 7")
    desk.fill(carrier="Gull Post", tracking="GP 7781")
    desk.press("Ship")
    shipment = Shipment.objects.get()
    assert (shipment.order_id, shipment.lines) == ("anna-films/film 7", [["SEA-BREEZE", 20]])
    desk.follow("To be printed")
    assert "Anna Sea" in desk.text()
    assert "sea-1" in desk.text()

    # And the story of the order can be read.
    desk.open(at("change", Order, "anna-films/film 7"))
    assert "Gull Post GP 7781" in desk.text()
    assert desk.faults == []
