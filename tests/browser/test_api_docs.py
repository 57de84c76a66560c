"""The description of the API, as a customer's developer reads it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_description_is_drawn_by_our_own_files(page: Page):
    page.goto("/api/v1/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    page.get_by_text("Place an order").first.click()
    expect(page.get_by_text("Idempotency-Key").first).to_be_visible()
