"""The back office of the demo, from outside: one password, and in."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys

import requests
from stack import ROOT

from tests.company import Company


def test_the_login_of_the_demo_opens_the_back_office(company: Company):
    name, password = f"admin-{secrets.token_hex(4)}", secrets.token_urlsafe()
    command = [sys.executable, "manage.py", "createsuperuser", "--no-input", "--email=a@b.example"]
    env = {**company.env, "DJANGO_SUPERUSER_PASSWORD": password}
    subprocess.run([*command, f"--username={name}"], cwd=ROOT, env=env, check=True, timeout=60)

    browser = requests.Session()
    page = browser.get(f"{company.url}/admin/", timeout=10)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    sent = {"login": name, "password": password, "csrfmiddlewaretoken": token[1]}
    opened = browser.post(page.url, sent, timeout=10)

    assert opened.url == f"{company.url}/admin/"
    assert "<title> Overview" in opened.text
    assert browser.get(f"{company.url}/static/door.css", timeout=10).status_code == 200
