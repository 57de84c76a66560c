"""The back office of the demo, from outside: one password, and in."""

from __future__ import annotations

from tests.browsers import log_in
from tests.company import Company


def test_the_login_of_the_demo_opens_the_back_office(company: Company):
    browser = log_in(company)
    opened = browser.get(f"{company.url}/admin/", timeout=10)

    assert opened.url == f"{company.url}/admin/"
    assert "<title> Overview" in opened.text
    assert browser.get(f"{company.url}/static/door.css", timeout=10).status_code == 200
