"""A search for a cheaper formula, from the form of the back office to the worker and back."""

from __future__ import annotations

import re

from tests.browsers import log_in, token_of
from tests.company import Company, eventually

LOAD = """
import django
django.setup()
from scents.starter_set import load_starter_set
load_starter_set(by="us")
"""


def test_a_search_is_solved_by_the_worker_and_shown(company: Company) -> None:
    loaded = company.run_inside(LOAD)
    assert loaded.returncode == 0, loaded.stderr
    browser = log_in(company)
    address = f"{company.url}/admin/scents/optimisation/add/?formula=FOREST&version=1"
    page = browser.get(address, timeout=20)
    typed = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', page.text))
    typed = {
        **typed,
        "delivery_format": "CARTRIDGE",
        "dose": "10",
        "csrfmiddlewaretoken": token_of(page),
    }
    sent = browser.post(address, typed, headers={"Referer": address}, timeout=20)
    assert sent.status_code == 200

    shown = f"{company.url}/admin/scents/optimisation/{typed['reference']}/change/"
    assert eventually(
        lambda: "The cheapest formula" in browser.get(shown, timeout=20).text, within=30
    )
