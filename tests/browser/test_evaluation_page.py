"""The page of an evaluation with a browser: charts that are seen, at a desk and on a phone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from messaging.bus import MessageBus
from scents.models import Formula
from tests.back_office import at
from tests.browser.conftest import DESKTOP, PHONE, Open, sign_in
from tests.browser.test_a_day_of_work import Desk
from tests.evaluations import stock_sea

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {"desk": DESKTOP, "phone": PHONE}


def widths(page: Page) -> list[float]:
    """Of the charts as they are painted; 0 where one did not load."""
    script = "images => images.map(image => image.naturalWidth && image.clientWidth)"
    found: list[float] = page.locator(".drawings img").evaluate_all(script)
    return found


@pytest.mark.parametrize("size", SIZES)
def test_a_formula_is_worked_out_warmer(
    open_page: Open, live_server: LiveServer, bus: MessageBus, size: str
):
    stock_sea(bus)
    page = open_page(SIZES[size])
    sign_in(page, User.objects.create_superuser("ann"), live_server.url)
    ann = Desk(page, live_server.url)
    ann.open(at("change", Formula, "SEA"))
    ann.follow("Evaluate")
    assert "Above it at 25 °C" in ann.text()
    ann.fill(temperature="35", dose="10")
    page.select_option("select[name=category]", "12")
    ann.press("Work it out")
    assert "Above it at 35 °C" in ann.text()
    assert "must not be used in category 12" in ann.text()
    assert len(painted := widths(page)) == 4
    assert min(painted) > 300
    assert ann.faults == []
