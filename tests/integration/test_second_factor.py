"""Staff have a second factor, or they have no page."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from access import factors
from access.models import AuditEntry
from tests.back_office import send
from tests.doors import (
    ENROLMENT,
    code,
    enrol,
    is_in,
    log_in,
    person,
    recovery_codes,
    trail,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_passwords", "outside_the_demo"),
]


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
