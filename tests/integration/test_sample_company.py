"""`manage.py load_sample_company`: once, whenever it is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone
from stack.environment import DEMO_API_KEY

from allocation import queries
from allocation.api_keys import key_of
from allocation.models import ApiKey, Batch, Customer, OrderLine, StockMovement
from config import sample
from domain.allocation.commands import ChangeCustomer
from domain.allocation.customer_parts import KINDS
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from tests.customers import Api
from tests.doors import is_in, log_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.fixture
def load(bus: MessageBus, settings, monkeypatch) -> Callable[[], None]:
    settings.DEMO = True
    monkeypatch.setenv("DEMO_PASSWORD", "a demo password")
    return lambda: call_command("load_sample_company")


def test_each_scent_is_in_the_warehouse_and_on_its_way(load):
    load()
    skus = {"SEA-BREEZE", "NIGHTCLUB", "JUNGLE", "FOREST", "BUSY-STREET"}
    today = timezone.now().date()
    assert {batch.sku_id for batch in Batch.objects.filter(eta=None)} == skus
    assert {batch.sku_id for batch in Batch.objects.filter(eta__gt=today)} == skus


def test_one_order_waits_and_mails_go_out(load, mailoutbox):
    load()
    [waiting] = OrderLine.objects.filter(waiting=True)
    assert (waiting.orderid, waiting.sku_id) == ("old-lane-theatre/THEATRE-0004", "BUSY-STREET")
    [shortage] = [mail for mail in mailoutbox if mail.to == ["stock@made.com"]]
    assert shortage.body == "Out of stock for BUSY-STREET"
    assert {mail.subject for mail in mailoutbox if "purchasing" in mail.to[0]} == {
        "Low stock: BUSY-STREET",
        "Market research: 5 decisions",
    }
    assert len(mailoutbox) == 4 + len(sample.ORDERS)


def test_the_books_agree_and_say_who_it_was(load):
    load()
    assert queries.counter_differences() == queries.misplaced_lines() == []
    assert set(StockMovement.objects.values_list("actor", flat=True)) == {"sample company"}
    assert len({(customer, reference) for customer, reference, _ in sample.ORDERS}) == 12


def test_loading_twice_has_one_effect(load, mailoutbox):
    load()
    before = (OutboxEvent.objects.count(), len(mailoutbox))
    load()
    assert (OutboxEvent.objects.count(), len(mailoutbox)) == before


def test_loading_on_a_later_day_has_no_effect_and_no_conflict(load, monkeypatch):
    load()
    etas = dict(Batch.objects.values_list("reference", "eta"))
    later = timezone.now() + timedelta(days=40)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    load()
    assert dict(Batch.objects.values_list("reference", "eta")) == etas


def test_what_fails_half_way_is_not_half_loaded(load, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sample, "ORDERS", [*sample.ORDERS, ("harbour-films", "F-9", {"SEWER": 1})])
        with pytest.raises(Exception, match="Invalid sku SEWER"):
            load()
    assert Batch.objects.count() == 0
    load()
    assert Batch.objects.count() == len([*sample.BATCHES, sample.MADE])


def test_the_login_of_the_demo_opens_the_back_office(load, client):
    load()
    log_in(client, "admin", "a demo password")
    assert is_in(client)
    assert User.objects.get().email == "admin@example.com"


def test_a_new_demo_password_replaces_the_old_one(load, client, monkeypatch):
    load()
    monkeypatch.setenv("DEMO_PASSWORD", "another")
    load()
    log_in(client, "admin", "a demo password")
    assert not is_in(client)
    log_in(client, "admin", "another")
    assert is_in(client)


def test_the_same_password_again_ends_no_session(load, client):
    load()
    log_in(client, "admin", "a demo password")
    load()
    assert is_in(client)


def test_a_demo_without_password_is_refused_before_anything_is_loaded(load, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD")
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        load()
    assert Batch.objects.count() == 0


def test_outside_the_demo_nobody_gets_a_login(load, settings):
    settings.DEMO = False
    load()
    assert not User.objects.exists()
    assert Batch.objects.count() == len([*sample.BATCHES, sample.MADE])


def test_the_demo_has_customers_each_with_a_key_that_works(load, monkeypatch, capsys):
    monkeypatch.setenv("DEMO_API_KEY", DEMO_API_KEY)
    load()
    load()
    told = capsys.readouterr().out
    assert {customer.kind for customer in Customer.objects.all()} == set(KINDS)
    for prefix, (customer, *_) in sample.CUSTOMERS.items():
        key = key_of(prefix, DEMO_API_KEY)
        assert told.count(key.text) == 2
        assert Api(key).get("me").json()["customer"]["code"] == customer.code
        assert len(Api(key).get("addresses").json()["results"]) == 1


def test_without_a_given_secret_one_is_made_and_told_once(load, monkeypatch, capsys):
    monkeypatch.delenv("DEMO_API_KEY", raising=False)
    load()
    keys = re.findall(r"scents_demo\w+_[\w-]{43}", capsys.readouterr().out)
    assert [Api(key).get("me").status_code for key in keys] == [200] * 3
    load()
    assert "scents_demo" not in capsys.readouterr().out


def test_outside_the_demo_the_keys_of_the_demo_open_nothing(load, monkeypatch, settings):
    monkeypatch.setenv("DEMO_API_KEY", DEMO_API_KEY)
    load()
    settings.DEMO = False
    assert Api(key_of("demofilm", DEMO_API_KEY)).get("me").status_code == 401


def test_outside_the_demo_nobody_gets_a_key(load, settings):
    settings.DEMO = False
    load()
    assert Customer.objects.count() == 3
    assert not ApiKey.objects.exists()


def test_a_customer_that_has_changed_is_left_alone(load, bus: MessageBus):
    load()
    bus.handle(ChangeCustomer("harbour-films", "Harbour & Sons", "film maker", 0, True))
    load()
    assert Customer.objects.get(code="harbour-films").name == "Harbour & Sons"
