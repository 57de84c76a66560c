"""A real browser before the real pages. `page` is a stranger's, `staff_page` is logged in.

Both fail their test when the browser complains: of a script that the content security policy
refused, of a fault in a script, of a file that is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from stack import browser as installed

from tests.line import Line
from tests.surveys import invitations, open_survey, plan, stock_suppliers

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Of this module only: while it is open, the main thread has an event loop."""
    path = installed.find()
    if path is None:
        pytest.skip(f"no browser on PATH ({', '.join(installed.NAMES)})")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer, settings: Any) -> Iterator[Open]:
    """Opens pages, each in a fresh browser of its own size; complaints are read at the end."""
    settings.CELERY_BROKER_URL = ""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    complaints: list[str] = []
    contexts = []

    def complain(page: Page, text: str) -> None:
        complaints.append(f"{page.url}: {text}")

    def open_page(viewport: dict[str, int] = DESKTOP) -> Page:
        context = chromium.new_context(viewport=viewport, base_url=live_server.url)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda told: told.type == "error" and complain(page, told.text))
        page.on("pageerror", lambda error: complain(page, str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page()


@pytest.fixture
def staff_page(open_page: Open, live_server: LiveServer) -> Page:
    """Of a member of staff who may do everything."""
    page = open_page()
    sign_in(page, User.objects.create_superuser("ann"), live_server.url)
    return page


def sign_in(page: Page, user: User, url: str) -> None:
    """Without the login page."""
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[Line]:
    line = Line(live_server.url)
    yield line
    line.close()


@pytest.fixture
def phone(chromium: Browser, line: Line, settings: Any) -> Iterator[BrowserContext]:
    """Of one participant. What the browser says of a lost connection is no complaint."""
    settings.CELERY_BROKER_URL = ""
    context = chromium.new_context(viewport=PHONE, has_touch=True, base_url=line.url)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    complaints: list[str] = []
    context.on("weberror", lambda told: complaints.append(str(told.error)))
    context.on("console", lambda told: told.type == "error" and complaints.append(told.text))
    yield context
    context.close()
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


@pytest.fixture
def token() -> str:
    stock_suppliers()
    open_survey("SEA-1", plan())
    return invitations()[0]
