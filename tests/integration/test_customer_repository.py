"""Customers in PostgreSQL, and back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import ProtectedError

from allocation.models import ApiKey, Customer, Member
from allocation.repository.customers import note_use
from domain.allocation import commands
from domain.allocation.customer import CustomerConflict
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from tests.customers import HOME, issue, register
from tests.fakes import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_written_is_read_again(bus: MessageBus):
    key = issue(bus)
    bus.handle(commands.AddMember("anna-films", "ben@example.com", "Ben"))
    bus.handle(commands.AddAddress("anna-films", **HOME))
    before = OutboxEvent.objects.count()
    row = ApiKey.objects.get()
    again = commands.IssueApiKey(
        "anna-films", row.name, tuple(row.scopes), row.expires, key.prefix, key.digest
    )
    for command in (
        commands.RegisterCustomer("anna-films", "Anna Films", "film maker"),
        commands.AddMember("anna-films", "ben@example.com", "Ben"),
        commands.AddAddress("anna-films", **HOME),
        again,
    ):
        bus.handle(command)
    assert OutboxEvent.objects.count() == before
    assert Customer.objects.get().version_number == before


def test_a_change_of_a_customer_keeps_when_its_keys_were_used(bus: MessageBus):
    key = issue(bus)
    note_use(key.prefix, NOW)
    bus.handle(commands.AddMember("anna-films", "ben@example.com", "Ben"))
    bus.handle(commands.RevokeApiKey(key.prefix))
    assert ApiKey.objects.get().last_used_at == NOW


def test_a_customer_with_a_past_cannot_be_deleted(bus: MessageBus):
    issue(bus)
    with pytest.raises(ProtectedError):
        Customer.objects.get().delete()


def test_members_who_join_at_once_all_join(bus: MessageBus):
    register(bus)

    def join(n: int) -> None:
        try:
            bus.handle(commands.AddMember("anna-films", f"b{n}@example.com", "Ben"))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(join, range(16)))
    assert Member.objects.count() == 16
    assert Customer.objects.get().version_number == 17


def test_one_code_registered_at_once_by_many_is_one_customer(bus: MessageBus):
    def take_on(n: int) -> bool:
        try:
            bus.handle(commands.RegisterCustomer("anna-films", f"Anna {n}", "film maker"))
        except CustomerConflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take_on, range(8))) == 1
    assert OutboxEvent.objects.count() == 1
