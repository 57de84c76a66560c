"""The back office of a running company, over HTTP."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys

import requests
from stack import ROOT

from tests.company import Company


def log_in(company: Company) -> requests.Session:
    """A new administrator, through the page."""
    name, password = f"admin-{secrets.token_hex(4)}", secrets.token_urlsafe()
    command = [sys.executable, "manage.py", "createsuperuser", "--no-input", "--email=a@b.example"]
    env = {**company.env, "DJANGO_SUPERUSER_PASSWORD": password}
    subprocess.run([*command, f"--username={name}"], cwd=ROOT, env=env, check=True, timeout=60)

    browser = requests.Session()
    page = browser.get(f"{company.url}/admin/", timeout=10)
    sent = {"login": name, "password": password, "csrfmiddlewaretoken": token_of(page)}
    opened = browser.post(page.url, sent, timeout=10)
    assert opened.url == f"{company.url}/admin/"
    return browser


def token_of(page: requests.Response) -> str:
    [token, *_] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    return str(token)
