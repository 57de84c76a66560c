"""What staff do about customers in the back office."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.utils import timezone

from allocation.api_keys import read_key
from allocation.models import Address, ApiKey, Customer, Member
from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from tests.back_office import at, errors_of, said, send
from tests.customers import HOME, Api, issue, register

pytestmark = pytest.mark.django_db(transaction=True)

A_CUSTOMER = {"code": "anna-films", "name": "Anna Films", "kind": "film maker", "priority": "2"}
A_KEY = {"customer": "anna-films", "name": "shop", "scopes": ["orders:read", "orders:write"]}


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


def issued(boss: Client, **other: Any) -> str:
    """The secret, as the page after the form shows it."""
    expires = (timezone.now() + timedelta(days=30)).date()
    response = boss.post(at("add", ApiKey), {**A_KEY, "expires": expires, **other}, follow=True)
    assert response.status_code == 200
    [told] = [text for text in said(response) if "never shown again" in text]
    assert told in response.content.decode()
    return told.rpartition(" ")[2]


def everything_stored() -> str:
    """Each row of each table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_a_customer_is_registered_and_changed_through_the_bus(boss: Client):
    boss.post(at("add", Customer), A_CUSTOMER, follow=True)
    customer = Customer.objects.get()
    assert (customer.code, customer.priority, customer.active) == ("anna-films", 2, True)

    boss.post(at("change", Customer, "anna-films"), {**A_CUSTOMER, "name": "Anna & Co"})
    customer.refresh_from_db()
    assert (customer.name, customer.active) == ("Anna & Co", False)
    events = OutboxEvent.objects.filter(aggregate_id="customer:anna-films").order_by("version")
    assert [event.type for event in events] == ["CustomerRegistered", "CustomerChanged"]
    assert {event.actor for event in events} == {"admin:ann"}
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("code", "Anna Films", "small letters"),
        ("code", "a" * 41, "at most 40"),
        ("priority", "10", "less than or equal to 9"),
        ("kind", "baker", "valid choice"),
        ("name", "a\u200bb", "invisible"),
    ],
)
def test_a_wrong_value_is_said_on_the_form(boss: Client, field: str, value: str, text: str):
    response = boss.post(at("add", Customer), {**A_CUSTOMER, field: value})
    assert text in errors_of(response)
    assert not Customer.objects.exists()


def test_a_code_that_is_given_is_refused_on_the_form(boss: Client, bus: MessageBus):
    bus.handle(commands.RegisterCustomer("anna-films", "Somebody else", "theatre"))
    assert "another profile" in errors_of(boss.post(at("add", Customer), A_CUSTOMER))


def test_a_member_is_added_changed_and_removed(boss: Client, bus: MessageBus):
    register(bus)
    filled = {"customer": "anna-films", "email": "Ben@example.com", "name": "Ben"}
    boss.post(at("add", Member), {**filled, "wants_mail": "on"}, follow=True)
    member = Member.objects.get()
    assert (member.email, member.wants_mail) == ("ben@example.com", True)

    boss.post(at("change", Member, member.pk), {"name": "Benjamin"})
    member.refresh_from_db()
    assert (member.name, member.wants_mail) == ("Benjamin", False)

    assert "1 removed." in said(send(boss, Member, "remove", member.pk))
    assert not Member.objects.exists()


def test_a_member_of_nobody_is_refused_on_the_form(boss: Client):
    filled = {"customer": "nobody", "email": "b@example.com", "name": "Ben"}
    assert "Unknown customer nobody" in errors_of(boss.post(at("add", Member), filled))


def test_an_address_is_added_and_removed(boss: Client, bus: MessageBus):
    register(bus)
    boss.post(at("add", Address), {**HOME, "customer": "anna-films"}, follow=True)
    address = Address.objects.get()
    assert (address.label, address.country, address.extra) == ("Home", "GB", "")
    other = {**HOME, "customer": "anna-films", "city": "Oban"}
    assert "another address already" in errors_of(boss.post(at("add", Address), other))

    send(boss, Address, "remove", address.pk)
    assert not Address.objects.exists()


def test_the_secret_of_a_key_is_shown_once_and_stored_nowhere(boss: Client, bus: MessageBus):
    register(bus)
    key = read_key(issued(boss))
    assert key is not None
    assert Api(key).get("me").status_code == 200
    secret = key.text[-20:]
    assert key.prefix in everything_stored()
    assert secret not in everything_stored()
    for page in (at("changelist", ApiKey), at("change", ApiKey, key.prefix)):
        response = boss.get(page)
        assert secret not in response.content.decode()
        assert key.digest not in response.content.decode()


def test_a_key_lives_a_year_unless_told_otherwise_and_through_its_last_day(
    boss: Client, bus: MessageBus
):
    register(bus)
    page = boss.get(at("add", ApiKey)).content.decode()
    today = timezone.now().date()
    assert f'value="{today + timedelta(days=365)}"' in page
    key = read_key(issued(boss, expires=today))
    assert key is not None
    assert ApiKey.objects.get().expires.date() == today + timedelta(days=1)


def test_a_key_for_the_past_or_without_scopes_is_refused(boss: Client, bus: MessageBus):
    register(bus)
    for wrong in ({"expires": date(2020, 1, 1)}, {"scopes": []}, {"scopes": ["admin"]}):
        filled = {**A_KEY, "expires": date(2090, 1, 1), **wrong}
        assert errors_of(boss.post(at("add", ApiKey), filled))
    assert not ApiKey.objects.exists()


def test_a_key_is_revoked_after_a_question(boss: Client, bus: MessageBus):
    key = issue(bus)
    question = send(boss, ApiKey, "revoke", key.prefix)
    assert b"Revoke these keys?" in question.content
    assert ApiKey.objects.get().revoked is None
    assert Api(key).get("me").status_code == 200

    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', question.content.decode()))
    assert form["_selected_action"] == key.prefix
    assert "1 revoked." in said(boss.post(at("changelist", ApiKey), form, follow=True))
    assert Api(key).get("me").status_code == 401


def test_a_leaked_key_is_seen_in_the_list(boss: Client, bus: MessageBus):
    key = issue(bus)
    issue(bus)
    bus.handle(commands.FlagLeakedApiKey(key.prefix))
    found = boss.get(at("changelist", ApiKey), {"state": "leaked"})
    assert [row.pk for row in found.context["cl"].result_list] == [key.prefix]
    assert b"leaked: replace it" in found.content


def test_the_page_of_a_customer_shows_what_belongs_to_it(boss: Client, bus: MessageBus):
    key = issue(bus)
    bus.handle(commands.AddMember("anna-films", "ben@example.com", "Ben"))
    bus.handle(commands.AddAddress("anna-films", **HOME))
    page = boss.get(at("change", Customer, "anna-films")).content.decode()
    for text in ("ben@example.com", "Anna Sea", key.prefix, "customer%3Aanna-films"):
        assert text in page


def test_who_may_see_customers_only_sees_no_keys(client: Client, bus: MessageBus):
    key = issue(bus)
    user = User.objects.create_user("eve", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_customer"))
    client.force_login(user)
    page = client.get(at("change", Customer, "anna-films")).content.decode()
    assert key.prefix not in page
    assert client.get(at("changelist", ApiKey)).status_code == 403
