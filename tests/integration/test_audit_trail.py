"""The audit trail names who changed what; logs and reports of faults give nothing away."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.log import AdminEmailHandler

from access.adapter import StaffAdapter
from access.models import AuditEntry
from access.tasks import forget_strangers
from allocation.models import Batch
from messaging.bus import MessageBus
from tests.back_office import at, send
from tests.doors import PASSWORD, log_in, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

SECRETS = ["wrong-horse", PASSWORD, "k3y-in-the-address", "b4sic-password", "c00kie-of-a-session"]


def entries(**filters: Any) -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.filter(**filters).values_list("actor", "kind", "text"))


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(person("boss", "administrator"))
    return client


def test_a_role_that_is_given_or_taken_is_named(boss: Client):
    sales, auditor = (Group.objects.get(name=name) for name in ("sales", "auditor"))
    ann = person("ann")
    ann.groups.add(auditor)
    sent = {"username": "ann", "is_active": "on", "is_staff": "on", "groups": [sales.pk]}
    boss.post(at("change", User, ann.pk), {**sent, "date_joined_0": "2026-01-01"}, follow=True)
    sent |= {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    assert boss.post(at("change", User, ann.pk), sent).status_code == 302

    ((actor, _, text),) = entries(kind="changed")
    assert actor == "boss"
    assert "Given: sales." in text
    assert "Taken: auditor." in text


def test_a_new_password_is_noted_without_the_password(boss: Client):
    ann = person("ann")
    sent = {"password1": "new-horse-battery", "password2": "new-horse-battery"}
    boss.post(f"/admin/auth/user/{ann.pk}/password/", {**sent, "usable_password": "true"})

    ((actor, _, text),) = entries(kind="changed")
    assert actor == "boss"
    assert "password" in text.lower()
    assert not AuditEntry.objects.filter(text__contains="new-horse").exists()


def test_nobody_who_did_something_is_deleted(boss: Client):
    ann = person("ann")

    assert boss.post(at("delete", User, ann.pk), {"post": "yes"}).status_code == 403
    assert send(boss, User, "delete_selected", ann.pk).status_code in (200, 403)
    assert User.objects.filter(pk=ann.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_command_through_the_back_office_is_noted(boss: Client, bus: MessageBus):
    sent = {"reference": "b1", "sku": "TABLE", "purchased_quantity": "20"}
    boss.post(at("add", Batch), sent, REMOTE_ADDR="10.1.1.1")

    entry = AuditEntry.objects.get(kind="added")
    assert (entry.actor, entry.address) == ("boss", "10.1.1.1")
    assert "b1" in entry.about


def test_what_was_typed_for_a_name_is_not_kept_unless_it_is_one(client: Client):
    person("ann")
    log_in(client, "my password in the wrong field", "x")
    log_in(client, "ANN", "x")

    assert [actor for actor, *_ in entries(kind="failure")] == ["ann", "somebody unknown"]


def test_what_strangers_typed_is_forgotten_and_what_people_did_is_not(client: Client):
    person("ann")
    log_in(client, "my password in the wrong field", "x")
    log_in(client, "ann", "x")
    log_in(client, "ann")
    long_ago = timezone.now() - timedelta(days=91)
    for table, when in {AccessAttempt: "attempt_time", AuditEntry: "recorded_at"}.items():
        table.objects.update(**{when: long_ago})
    Session.objects.update(expire_date=long_ago)
    forget_strangers()

    assert not AccessAttempt.objects.exists()
    assert not Session.objects.exists()
    assert [kind for _, kind, _ in entries()] == ["login", "failure"]
    assert {actor for actor, *_ in entries()} == {"ann"}


# Logs and reports.


@pytest.fixture
def mailed(settings: Any) -> Iterator[None]:
    """Faults are mailed as well, with all that Django knows to tell."""
    settings.ADMINS = [("Ops", "ops@example.com")]
    settings.STAFF_SECOND_FACTOR = False
    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)


def fault(*args: Any, **credentials: Any) -> None:
    raise ZeroDivisionError


def test_keys_and_passwords_reach_no_log_and_no_report(
    client: Client,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    mailed: None,
):
    caplog.set_level(logging.DEBUG)
    settings.CLASSIC_API_ANONYMOUS = False
    person("ann")
    token = base64.b64encode(b"ann:b4sic-password").decode()
    headers = {"Authorization": f"Basic {token}", "Referer": "/?api_key=k3y-in-the-address"}
    client.raise_request_exception = False
    client.cookies["sessionid"] = "c00kie-of-a-session"

    log_in(client, "ann", "wrong-horse")
    log_in(client, "ann")
    client.get("/allocations/o?api_key=k3y-in-the-address", headers=headers)
    client.get("/nowhere?api_key=k3y-in-the-address", headers=headers)
    monkeypatch.setattr(StaffAdapter, "authenticate", fault)
    client.logout()
    client.cookies["sessionid"] = "c00kie-of-a-session"
    sent = {"login": "ann", "password": PASSWORD}
    response = client.post("/account/login/?api_key=k3y-in-the-address", sent, headers=headers)

    assert response.status_code == 500
    assert "ZeroDivisionError" in mail.outbox[-1].body
    reports = [f"{m.subject} {m.body} {m.alternatives}" for m in mail.outbox]
    counted = str(list(AccessAttempt.objects.values()))
    written = [caplog.text, *capfd.readouterr(), *reports, counted]
    for secret in [*SECRETS, token, settings.SECRET_KEY, settings.DATABASES["default"]["NAME"]]:
        for text in written:
            assert secret not in text, secret
