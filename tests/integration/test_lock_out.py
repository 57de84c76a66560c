"""Guessing comes to an end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from config import settings as configured
from tests.back_office import send
from tests.doors import (
    LOGIN,
    PASSWORD,
    basic,
    enrol,
    is_in,
    log_in,
    person,
    trail,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_passwords", "outside_the_demo"),
]


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
