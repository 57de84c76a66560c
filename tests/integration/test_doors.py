"""The doors of the back office: login, sessions, what browsers are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from access.sessions import BEGAN
from tests.back_office import at
from tests.doors import (
    LOGIN,
    PASSWORD,
    enrol,
    is_in,
    log_in,
    person,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_passwords", "outside_the_demo"),
]


@pytest.mark.parametrize("page", ["admin:index", "admin:login", "admin:auth_user_changelist"])
def test_there_is_one_login_page_and_every_page_leads_to_it(client: Client, page: str):
    response = client.get(reverse(page), follow=True)

    assert response.redirect_chain[-1][0].startswith(LOGIN)
    assert b"Log in to the back office" in response.content


def test_a_password_sent_to_the_login_of_the_admin_is_not_looked_at(client: Client):
    person("ann", is_superuser=True)
    client.post(reverse("admin:login"), {"username": "ann", "password": PASSWORD})

    assert not is_in(client)


def test_nobody_signs_up_and_no_password_goes_by_mail(client: Client):
    for path in ("signup/", "password/reset/", "email/", "password/change/", "login/code/"):
        assert client.get(f"/account/{path}").status_code == 404


def test_who_is_not_staff_gets_no_further(client: Client):
    User.objects.create_user("ben", password=PASSWORD)
    response = log_in(client, "ben", follow=True)

    assert response.status_code == 403
    assert b"/account/logout/" in response.content


def test_a_login_leads_to_our_own_pages_only(client: Client):
    enrol(person("ann"))
    response = client.post(
        f"{LOGIN}?next=https://evil.example/", {"login": "ann", "password": PASSWORD}
    )

    assert "evil" not in response["Location"]


def test_a_session_ends_twelve_hours_after_the_login(client: Client, settings: Any):
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(person("ann"))
    assert is_in(client)
    session = client.session
    session[BEGAN] -= 12 * 3600 + 1
    session.save()

    response = client.get(reverse("admin:index"), follow=True)
    assert b"Your session is over" in response.content


@pytest.mark.parametrize("change", ["groups", "is_superuser", "is_staff", "is_active", "password"])
def test_a_session_ends_when_the_password_or_the_roles_change(
    client: Client, settings: Any, change: str
):
    settings.STAFF_SECOND_FACTOR = False
    ann = person("ann")
    client.force_login(ann)
    assert is_in(client)
    match change:
        case "groups":
            ann.groups.add(Group.objects.create(name="new"))
        case "password":
            ann.set_password("another horse")
        case _:
            setattr(ann, change, not getattr(ann, change))
    ann.save()

    assert not is_in(client)
    assert SESSION_KEY not in client.session


def test_a_forged_host_is_refused(client: Client):
    assert client.get("/admin/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_what_is_no_page_may_do_nothing_in_a_browser(client: Client):
    for path in ("/healthz", "/allocations/o"):
        policy = client.get(path)["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy


@pytest.mark.parametrize("path", ["/", "/account/login/", "/admin/login/"])
def test_every_answer_tells_browsers_what_to_refuse(client: Client, path: str):
    response = client.get(path)
    policy = response["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    for rule in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert rule in policy
    assert ("unsafe" in policy) == path.startswith("/admin/")
    assert "script-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"


def test_cookies_stay_with_the_browser_and_the_site(client: Client, settings: Any):
    settings.STAFF_SECOND_FACTOR = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    person("ann")
    client.get(LOGIN)
    log_in(client, "ann")

    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie["samesite"] == "Lax"


def test_a_form_from_elsewhere_is_refused(settings: Any):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("ann", is_superuser=True))
    response = client.post(at("add", Group), {"name": "forged"})

    assert response.status_code in (302, 403)
    assert client.post(LOGIN, {"login": "ann", "password": PASSWORD}).status_code == 403
    assert not Group.objects.filter(name="forged").exists()
