"""The doors as people meet them, with a content security policy that lets the pages work."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import ParkedMessage
from tests.back_office import at, fill, name_of
from tests.browser.conftest import PHONE, Open
from tests.doors import PASSWORD, code, enrol, person

PAGES = sorted(admin.site._registry, key=name_of)
BROKEN = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def log_in(page: Page, name: str = "ann", password: str = PASSWORD) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_new_colleague_logs_in_enrols_and_reaches_the_back_office(
    open_page: Open, settings: Any, width: str
):
    settings.STAFF_SECOND_FACTOR = True
    person("ann", is_superuser=True)
    page = open_page(PHONE) if width == "phone" else open_page()
    log_in(page)
    expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    assert not page.evaluate(BROKEN)

    page.get_by_label("Authenticator code").fill(code(page.locator("#key").inner_text()))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert not page.evaluate(BROKEN)

    page.get_by_role("link", name="To the back office").click()
    expect(page).to_have_title("Overview | The Scents Company")


def test_who_has_enrolled_logs_in_with_password_and_code(page: Page, settings: Any):
    settings.STAFF_SECOND_FACTOR = True
    secret = enrol(person("ann", is_superuser=True))
    log_in(page)
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Log in").click()

    expect(page).to_have_title("Overview | The Scents Company")


def test_in_the_demo_the_password_leads_straight_in(page: Page):
    person("admin", is_superuser=True)
    log_in(page, "admin")

    expect(page).to_have_title("Overview | The Scents Company")


def test_lists_filters_and_forms_work_under_the_policy(staff_page: Page, bus: MessageBus):
    fill(bus, 1)
    staff_page.goto("/admin/")
    expect(staff_page.locator("canvas").first).to_be_visible()

    staff_page.get_by_role("link", name="Batches").first.click()
    expect(staff_page.locator("#result_list tbody tr")).to_have_count(3)
    staff_page.goto("/admin/auth/user/")
    staff_page.get_by_text("Filters").first.click()
    expect(staff_page.get_by_text("By staff status").first).to_be_visible()

    staff_page.goto("/admin/allocation/batch/add/")
    staff_page.locator("[name=reference]").fill("b9")
    staff_page.locator("[name=sku]").fill("TABLE")
    staff_page.locator("[name=purchased_quantity]").fill("20")
    staff_page.get_by_role("button", name="Save", exact=True).click()
    expect(staff_page.get_by_text("was added successfully")).to_be_visible()


def test_no_page_of_the_back_office_breaks_the_policy(staff_page: Page, bus: MessageBus):
    fill(bus, 1)
    for model in PAGES:
        row = model._default_manager.order_by("pk").first()
        assert row is not None, model
        for address in (at("changelist", model), at("change", model, row.pk)):
            opened = staff_page.goto(address)
            assert opened is not None
            assert opened.status == 200, address


def test_the_menu_leads_to_the_second_factor_and_out(staff_page: Page):
    staff_page.goto("/")
    staff_page.get_by_role("link", name="Back office").click()
    staff_page.get_by_text("ann", exact=True).last.click()
    staff_page.get_by_role("link", name="Second factor").click()
    expect(staff_page.get_by_role("heading", name="Your second factor")).to_be_visible()

    staff_page.get_by_role("link", name="Back to the overview").click()
    staff_page.get_by_text("ann", exact=True).last.click()
    staff_page.get_by_role("button", name="Log out").click()
    staff_page.goto("/admin/")
    expect(staff_page.get_by_role("button", name="Log in")).to_be_visible()


def test_a_button_that_drops_something_asks_first(staff_page: Page, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 5))
    parked = ParkedMessage.objects.create(source="channel", payload="{", reason="no")
    staff_page.goto(at("change", ParkedMessage, parked.pk))
    discard = staff_page.locator(".page-actions").get_by_role("button", name="Discard")

    staff_page.once("dialog", lambda dialog: dialog.dismiss())
    discard.click()
    assert ParkedMessage.objects.exists()

    staff_page.once("dialog", lambda dialog: dialog.accept())
    discard.click()
    expect(staff_page.get_by_text("1 discarded.")).to_be_visible()
    assert not ParkedMessage.objects.exists()


def test_a_script_that_was_smuggled_into_a_name_does_not_run(staff_page: Page, bus: MessageBus):
    name = "<img src=x onerror=window.caught=1><script>window.caught=1</script>"
    User.objects.create_user(name)
    staff_page.goto("/admin/auth/user/")

    expect(staff_page.get_by_text("window.caught").first).to_be_visible()
    assert staff_page.evaluate("window.caught") is None
