"""The doors of the back office: login, second factor, lock-out, sessions."""

from __future__ import annotations

import base64
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import factors
from access.models import AuditEntry
from access.sessions import BEGAN
from config import settings as configured
from tests.back_office import at, send
from tests.doors import PASSWORD, code, enrol, is_in, log_in, person, recovery_codes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

LOGIN, ENROLMENT = "/account/login/", "/account/second-factor/totp/activate/"
LINE = {"orderid": "o", "sku": "unknown", "qty": 1}


@pytest.fixture(autouse=True)
def outside_the_demo(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    settings.CLASSIC_API_ANONYMOUS = False
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "doors"}
    }
    cache.clear()


def basic(client: Client, name: str, password: str) -> Any:
    token = base64.b64encode(f"{name}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {token}"}
    return client.post("/allocate", LINE, content_type="application/json", headers=headers)


def trail(kind: str) -> list[str]:
    return list(AuditEntry.objects.filter(kind=kind).values_list("actor", flat=True))


# The login.


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


# The second factor.


def test_in_the_demo_a_password_is_enough(client: Client, settings: Any):
    settings.STAFF_SECOND_FACTOR = False
    person("ann")
    log_in(client, "ann")

    assert is_in(client)


@pytest.mark.parametrize("page", ["admin:index", "admin:auth_user_changelist", "admin:jsi18n"])
def test_staff_without_a_second_factor_are_sent_to_enrolment(client: Client, page: str):
    person("ann", is_superuser=True)
    log_in(client, "ann")

    assert client.get(reverse(page))["Location"] == ENROLMENT
    assert client.post(reverse(page), {})["Location"] == ENROLMENT


def test_the_classic_endpoints_are_no_way_around_enrolment(client: Client):
    person("ann", is_superuser=True)
    log_in(client, "ann")

    assert client.get("/allocations/o")["Location"] == ENROLMENT


@pytest.mark.django_db(transaction=True)  # it is noted after the commit
def test_who_enrols_gets_recovery_codes_and_the_back_office(client: Client):
    ann = person("ann")
    log_in(client, "ann")
    page = client.get(ENROLMENT)
    secret = page.context["form"].secret
    assert b"data:image/svg+xml" in page.content
    response = client.post(ENROLMENT, {"code": code(secret)}, follow=True)

    assert recovery_codes(ann)[0].encode() in response.content
    assert is_in(client)
    assert set(trail("second factor")) == {"ann"}


def test_a_wrong_code_enrols_nobody(client: Client):
    person("ann")
    log_in(client, "ann")
    client.get(ENROLMENT)
    client.post(ENROLMENT, {"code": "000000"})

    assert not Authenticator.objects.exists()
    assert not is_in(client)


def test_a_password_alone_does_not_let_in_who_has_a_second_factor(client: Client):
    secret = enrol(person("ann"))
    log_in(client, "ann")
    assert not is_in(client)

    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_in(client)
    assert trail("login") == ["ann"]


@pytest.mark.django_db(transaction=True)  # the standing changes after the commit
def test_a_session_from_before_the_enrolment_does_not_outlive_it(client: Client):
    person("ann")
    thief = Client()
    log_in(thief, "ann")
    log_in(client, "ann")
    secret = client.get(ENROLMENT).context["form"].secret
    client.post(ENROLMENT, {"code": code(secret)})

    assert is_in(client)
    assert not is_in(thief)
    assert SESSION_KEY not in thief.session


def test_a_second_factor_that_is_reset_ends_the_sessions_it_opened(client: Client):
    ann = person("ann")
    enrol(ann)
    client.force_login(ann)
    assert is_in(client)
    factors.reset(ann)

    assert not is_in(client)
    assert SESSION_KEY not in client.session


def test_a_code_opens_once(client: Client):
    secret = enrol(person("ann"))
    now = code(secret)
    for _ in range(2):
        client.logout()
        log_in(client, "ann")
        client.post(reverse("mfa_authenticate"), {"code": now})

    assert not is_in(client)


def test_a_recovery_code_opens_once(client: Client):
    ann = person("ann")
    enrol(ann)
    spare = recovery_codes(ann)[0]

    def opens() -> bool:
        client.logout()
        log_in(client, "ann")
        client.post(reverse("mfa_authenticate"), {"code": spare})
        return is_in(client)

    assert [opens(), opens()] == [True, False]


def test_after_five_wrong_codes_not_even_the_right_one_is_accepted(client: Client):
    secret = enrol(person("ann"))
    log_in(client, "ann")
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    response = client.post(reverse("mfa_authenticate"), {"code": code(secret)})

    assert b"Too many failed login attempts" in response.content
    assert not is_in(client)
    assert trail("wrong code") == ["ann"] * 5


def test_the_key_of_a_second_factor_is_stored_encrypted(client: Client, settings: Any):
    secret = enrol(person("ann"))
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one, which does not make everybody enrol again"
    assert stored.wrap().validate_code(code(secret))


def test_a_second_factor_is_changed_only_by_who_just_proved_to_be_it(client: Client):
    ann = person("ann")
    enrol(ann)
    client.force_login(ann)

    response = client.post(reverse("mfa_deactivate_totp"))
    assert "/reauthenticate/" in response["Location"]
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_an_administrator_resets_the_second_factor_of_a_colleague(client: Client):
    boss, ann = person("boss", "administrator"), person("ann")
    enrol(boss)
    enrol(ann)
    client.force_login(boss)
    send(client, User, "reset_second_factor", ann.pk)

    assert not Authenticator.objects.filter(user=ann).exists()
    entry = AuditEntry.objects.get(kind="changed")
    assert (entry.actor, entry.text) == ("boss", "Second factor reset.")
    assert "ann" in entry.about


def test_without_an_administrator_the_console_resets_it():
    ann = person("ann")
    enrol(ann)
    call_command("reset_second_factor", "ann", stdout=StringIO())

    assert not Authenticator.objects.exists()
    assert trail("second factor") == ["console"]
    for name in ("ann", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", name)


# The lock-out.


def fail(client: Client, times: int, name: str = "ann", **kwargs: Any) -> Any:
    for _ in range(times):
        response = log_in(client, name, "wrong", **kwargs)
    return response


def test_five_wrong_passwords_lock_out_and_the_page_says_what_to_do(client: Client):
    person("ann")
    assert fail(client, 4).status_code == 200
    response = fail(client, 1)

    assert response.status_code == 429
    assert 880 <= int(response["Retry-After"]) <= 900
    assert b"Try again in 15 minutes" in response.content
    assert b"administrator" in response.content
    assert log_in(client, "ann").status_code == 429
    assert trail("failure") == ["ann"] * 4
    assert trail("locked out") == ["ann"]


def test_a_lock_does_not_grow_by_knocking_and_ends_after_fifteen_minutes(client: Client):
    person("ann")
    fail(client, 7)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14, seconds=50))
    assert int(log_in(client, "ann")["Retry-After"]) <= 10

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert log_in(client, "ann").status_code == 302


def test_a_lock_holds_for_one_name_from_one_address(client: Client):
    person("ann")
    person("ben")
    fail(client, 5)

    assert log_in(client, "ben").status_code == 302
    assert log_in(Client(REMOTE_ADDR="10.0.0.9"), "ann").status_code == 302


def test_a_name_is_the_same_in_capitals(client: Client):
    person("ann")
    for name in ("ann", "ANN", "Ann", " ann", "aNN"):
        fail(client, 1, name)

    assert log_in(client, "ann").status_code == 429


def test_a_right_password_forgets_the_wrong_ones(client: Client, settings: Any):
    settings.STAFF_SECOND_FACTOR = False
    person("ann")
    fail(client, 4)
    log_in(client, "ann")
    client.logout()

    assert fail(client, 4).status_code == 200


def test_an_administrator_lets_in_who_is_locked_out(client: Client):
    ann, boss = person("ann"), person("boss", "administrator")
    enrol(boss)
    fail(client, 5)
    other = Client()
    other.force_login(boss)
    send(other, User, "let_in_again", ann.pk)

    assert log_in(client, "ann").status_code == 302


def test_wrong_passwords_of_http_basic_are_counted_too(client: Client):
    person("system")
    for _ in range(4):
        assert basic(client, "system", "wrong").status_code == 401
    response = basic(client, "system", "wrong")

    assert response.status_code == 429
    assert response["Content-Type"] == "application/problem+json"
    assert basic(client, "system", PASSWORD).status_code == 429
    assert log_in(client, "system").status_code == 429


def test_http_basic_is_for_systems_and_not_a_way_around_the_second_factor(client: Client):
    person("system")
    enrol(person("ann"))

    assert basic(client, "system", PASSWORD).status_code == 400  # unknown sku
    assert basic(client, "ann", PASSWORD).status_code == 401


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000, "\u202eann", "'; DROP TABLE", ""])
def test_nonsense_for_a_name_is_a_wrong_name(client: Client, name: str):
    assert log_in(client, name, "wrong").status_code == 200
    assert basic(client, name, "wrong").status_code == 401


def test_behind_no_proxy_a_forged_address_does_not_escape_the_lock(client: Client):
    person("ann")
    for n in range(5):
        fail(client, 1, headers={"X-Forwarded-For": f"10.1.1.{n}"})

    assert log_in(client, "ann", headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 429


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(client: Client, settings: Any):
    settings.BEHIND_PROXY = True
    person("ann")
    for n in range(5):
        fail(client, 1, headers={"X-Forwarded-For": f"6.6.6.{n}, 10.1.1.1"})

    forged = {"X-Forwarded-For": "10.2.2.2, 10.1.1.1"}
    assert log_in(client, "ann", headers=forged).status_code == 429
    assert log_in(client, "ann", headers={"X-Forwarded-For": "10.2.2.2"}).status_code == 302


def test_ipv6_addresses_of_one_network_are_one_client(client: Client):
    person("ann")
    for n in range(5):
        fail(Client(REMOTE_ADDR=f"2001:db8:1:1::{n}"), 1)

    assert log_in(Client(REMOTE_ADDR="2001:db8:1:1:ffff::1"), "ann").status_code == 429
    assert log_in(Client(REMOTE_ADDR="2001:db8:1:2::1"), "ann").status_code == 302


def test_many_logins_from_one_address_have_to_wait_whatever_the_names(
    client: Client, settings: Any
):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [log_in(client, f"name{n}", "wrong") for n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert b"Try again in a minute" in answers[2].content


# With Redis, and without.


def test_what_is_counted_is_counted_in_redis_and_read_as_data(settings: Any, sku: str):
    settings.CACHES = configured.CACHES
    key = f"allauth:{sku}"
    cache.set(key, [1.5, 2], 10)
    cache.set(f"unfold:{sku}", object(), 10)

    assert cache.get(key) == [1.5, 2]
    assert not cache.add(key, True, 10)
    assert cache.get(f"unfold:{sku}") is None
    with pytest.raises(TypeError):
        cache.set(key, object(), 10)
    cache.delete(key)


def test_with_redis_away_nobody_logs_in_and_everything_else_goes_on(client: Client, settings: Any):
    settings.CACHES = {
        "default": {
            "BACKEND": "access.outage.StaffCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"serializer": "access.outage.JSONSerializer"},
        }
    }
    ann = person("ann", is_superuser=True)
    enrol(ann)
    response = log_in(client, "ann")
    assert response.status_code == 503
    assert b"Nobody can log in" in response.content
    assert client.get(LOGIN).status_code == 200

    client.force_login(ann)
    assert is_in(client)
    assert client.get("/admin/search/", {"s": "batch"}).status_code == 200


# Sessions.


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


# Headers.


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
