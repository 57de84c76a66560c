"""Lists of `/api/v1/`: parameters and pages; and how much one key may ask."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from allocation import queries
from allocation.models import Address
from domain.allocation import commands
from messaging import redis_client as redis_module
from messaging.api import counters, throttling
from messaging.api.parameters import Whole
from messaging.bus import MessageBus
from messaging.redis_client import redis_client
from tests.customers import HOME, Api, issue
from tests.probe import problem_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "101"},
        {"limit": "1000000000"},
        {"limit": "ten"},
        {"limit": "1.0"},
        {"limit": "٣"},
        {"limit": ["1", "2"]},
        {"cursor": "x"},
        {"cursor": ""},
        {"cursor": "a\x00"},
        {"order": "customer__name"},
        {"order": ""},
        {"user__password": "x"},
        {"customer": "ben"},
        {"search": "\x00"},
        {"format": "xml"},
    ],
    ids=str,
)
def test_a_wrong_parameter_is_a_400_that_names_it(api: Api, query: dict[str, Any]):
    response = api.get("addresses", **query)
    assert response.status_code == 400
    assert [error["parameter"] for error in problem_of(response)["errors"]] == list(query)


@given(st.text(max_size=8))
def test_a_limit_is_read_as_digits_or_refused(text: str):
    try:
        assert Whole("limit").read(text) in range(1, 101)
    except ValueError:
        assert text not in {str(n) for n in range(1, 101)}


def add_addresses(bus: MessageBus, count: int, customer: str = "anna-films") -> None:
    for n in range(count):
        bus.handle(commands.AddAddress(customer, **{**HOME, "label": f"Home {n:02}"}))


def test_pages_lead_to_every_row_once_and_back(api: Api, bus: MessageBus):
    add_addresses(bus, 7)
    seen, page = [], api.get("addresses", limit=3).json()
    while True:
        seen.append([row["label"] for row in page["results"]])
        if page["next"] is None:
            break
        page = api.client.get(page["next"], headers=api.headers).json()
    assert [len(labels) for labels in seen] == [3, 3, 1]
    assert [label for labels in seen for label in labels] == [f"Home {n:02}" for n in range(7)]
    before = api.client.get(page["previous"], headers=api.headers).json()
    assert [row["label"] for row in before["results"]] == seen[1]


def test_a_cursor_of_another_customer_or_order_is_none(api: Api, bus: MessageBus):
    add_addresses(bus, 2)
    query = urlsplit(api.get("addresses", limit=1).json()["next"]).query
    [cursor] = parse_qs(query)["cursor"]
    assert api.get("addresses", cursor=cursor).status_code == 200
    assert api.get("addresses", cursor=cursor, order="-label").status_code == 400
    other = Api(issue(bus, "ben-games"))
    assert other.get("addresses", cursor=cursor).status_code == 400


def test_a_customer_sees_its_own_addresses_only(api: Api, bus: MessageBus):
    issue(bus, "ben-games")
    add_addresses(bus, 1, "ben-games")
    assert api.get("addresses").json()["results"] == []


def test_lists_are_filtered_searched_and_ordered(api: Api, bus: MessageBus):
    add_addresses(bus, 3)
    bus.handle(commands.AddAddress("anna-films", **{**HOME, "label": "Sète", "country": "FR"}))

    def labels(**query: str) -> list[str]:
        return [row["label"] for row in api.get("addresses", **query).json()["results"]]

    assert labels(country="FR") == ["Sète"]
    assert labels(search="sète") == ["Sète"]
    assert labels(order="-label", limit="1") == ["Sète"]


def test_the_first_page_of_a_long_list_is_read_by_its_index(api: Api, bus: MessageBus):
    rows = (
        Address(customer_id="anna-films", **{**HOME, "label": f"L{n:06}"}) for n in range(20_000)
    )
    Address.objects.bulk_create(rows, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE allocation_address")
    plan = queries.addresses_of("anna-films").order_by("label")[:51].explain()
    assert "Index" in plan
    assert "Sort" not in plan


def test_a_key_may_ask_so_often_in_a_second(api: Api, settings):
    settings.API_RATE_PER_SECOND = 5
    answers = [api.get("me") for _ in range(20)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert answers[0]["RateLimit-Policy"] == '"second";q=5;w=1'
    assert refused[0]["Retry-After"] == "1"
    assert refused[0]["RateLimit"] == '"second";r=0;t=1'
    problem_of(refused[0])


def test_one_customer_does_not_use_up_the_allowance_of_another(api: Api, bus: MessageBus, settings):
    settings.API_RATE_PER_SECOND = 2
    other = Api(issue(bus, "ben-games"))
    for _ in range(5):
        api.get("me")
    assert other.get("me").status_code == 200


def test_without_redis_everybody_is_let_in_and_waits_once(api: Api, settings, monkeypatch):
    settings.API_RATE_PER_SECOND = 1
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    fresh = counters.Counters()
    monkeypatch.setattr(throttling, "counters", fresh)
    redis_module._client_of.cache_clear()
    try:
        assert {api.get("me").status_code for _ in range(5)} == {200}
        asked: list[int] = []
        monkeypatch.setattr(counters, "redis_client", lambda: asked.append(1))
        api.get("me")
        assert asked == []
    finally:
        redis_module._client_of.cache_clear()


def test_a_count_lives_no_longer_than_its_window(api: Api):
    api.get("me")
    lives = [redis_client().ttl(name) for name in redis_client().scan_iter("scents:count:key:*")]
    assert all(left != -1 and left <= 2 for left in lives)  # -1: for ever
