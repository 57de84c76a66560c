"""An action on all rows of a long list, and the page on which one watches it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from messaging.models import ParkedMessage
from messaging.tasks import drain_jobs
from tests.back_office import at
from tests.bulk import park

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_rows_are_chosen_and_watched_until_they_are_done(
    staff_page: Page, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("messaging.wake.drain_jobs", lambda: None)
    park(130)
    staff_page.goto(at("changelist", ParkedMessage))
    staff_page.locator("#action-toggle").check()
    staff_page.get_by_text("Select all 130").click()
    staff_page.locator('select[name="action"]').select_option("discard")
    staff_page.get_by_role("button", name="Run").click()
    told = staff_page.get_by_text("130 rows: it runs in the background.")
    expect(told).to_be_visible()
    staff_page.get_by_role("link", name="See how far it is").click()
    expect(staff_page.get_by_text("0 of 130")).to_be_visible()
    expect(staff_page.get_by_role("button", name="Stop")).to_be_visible()
    ParkedMessage.objects.filter(reason__startswith="reason 10").delete()

    drain_jobs()
    expect(staff_page.get_by_text("130 of 130")).to_be_visible()
    expect(staff_page.get_by_text("10: It is not there any more.")).to_be_visible()
