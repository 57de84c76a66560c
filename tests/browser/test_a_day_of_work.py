"""A day in the back office, with a browser: receive, take an order, shrink a batch, ship."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page

from allocation.models import Batch, DueBatch, Order, OrderToShip, Shipment
from domain.allocation import commands
from messaging.bus import MessageBus
from tests.back_office import at
from tests.browser.conftest import sign_in
from tests.customers import HOME, register

SIZES = {"desk": (1366, 900), "phone": (390, 844)}

TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """Somebody of the staff, logged in, who looks for faults on each page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []

    def open(self, address: str) -> None:
        self.page.goto(self.url + address)
        self.look()

    def look(self) -> None:
        self.page.wait_for_load_state("networkidle")
        wide = self.page.evaluate(TOO_WIDE)
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
def desk(request: pytest.FixtureRequest, open_page: Any, live_server: Any) -> Desk:
    width, height = SIZES[request.param]
    page = open_page({"width": width, "height": height})
    sign_in(page, User.objects.create_superuser("ann"), live_server.url)
    return Desk(page, live_server.url)


@pytest.fixture
def shelf(bus: MessageBus) -> None:
    """A customer; a batch that is a day late, and one that will come."""
    yesterday = timezone.now().date() - timedelta(days=1)
    register(bus, "anna-films")
    bus.handle(commands.AddAddress("anna-films", **HOME))
    bus.handle(commands.CreateBatch("sea-1", "SEA-BREEZE", 30, yesterday))
    bus.handle(commands.CreateBatch("sea-2", "SEA-BREEZE", 50, yesterday + timedelta(days=20)))


@pytest.mark.usefixtures("shelf")
def test_a_day_of_work(desk: Desk):
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
