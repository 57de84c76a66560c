"""The catalogue in the back office."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import CatalogueItem
from messaging.bus import MessageBus
from tests.back_office import at, errors_of

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = {"sku": "TABLE", "scent": "Pine", "pack": "50 ml", "currency": "EUR"}


@pytest.fixture
def boss(bus: MessageBus, client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


def test_prices_are_typed_line_by_line(boss: Client):
    boss.post(at("add", CatalogueItem), {**TABLE, "prices": "1: 9.50\n50 = 8"}, follow=True)
    item = CatalogueItem.objects.get()
    assert (item.sku, item.prices) == ("TABLE", [[1, "9.50"], [50, "8"]])

    page = boss.get(at("change", CatalogueItem, "TABLE"))
    assert "1: 9.50\n50: 8" in page.content.decode()
    boss.post(at("change", CatalogueItem, "TABLE"), {**TABLE, "prices": "1: 7.00"}, follow=True)
    assert CatalogueItem.objects.get().prices == [[1, "7.00"]]


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("prices", "1: nine", "is no step"),
        ("prices", "5: 9.50", "must begin with 1 unit"),
        ("prices", "1: 9.50\n1: 8.00", "in the order"),
        ("prices", "1: 0", "must be amounts"),
        ("currency", "eur", "ISO 4217"),
        ("sku", "", "required"),
    ],
)
def test_a_slip_of_the_keyboard_is_told_and_nothing_is_stored(
    boss: Client, field: str, value: str, fault: str
):
    response = boss.post(at("add", CatalogueItem), {**TABLE, field: value})
    assert fault in errors_of(response)
    assert not CatalogueItem.objects.exists()
