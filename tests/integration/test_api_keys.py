"""Who gets into `/api/v1/`, and who does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allocation.api import authentication
from allocation.api_keys import ApiKeyText, key_of, new_key
from allocation.models import ApiKey
from domain.allocation import commands
from messaging.api.throttling import MOST_WRONG_KEYS, client_address
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from messaging.redis_client import redis_client
from tests.customers import Api, bearer, issue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet() -> None:
    if keys := list(redis_client().scan_iter("scents:count:*")):
        redis_client().delete(*keys)


@pytest.fixture
def key(bus: MessageBus) -> ApiKeyText:
    return issue(bus)


def refused(response) -> dict[str, str]:
    """The problem of a 401, without what differs by request."""
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body.pop("request_id") == response["X-Request-Id"]
    return body


def test_a_key_says_whose_it_is(key: ApiKeyText):
    response = Api(key).get("me")
    assert response.status_code == 200
    body = response.json()
    assert body["customer"] == {"code": "anna-films", "name": "Anna Films", "kind": "film maker"}
    assert body["key"]["prefix"] == key.prefix
    assert set(body["key"]["scopes"]) == {
        "products:read", "orders:read", "orders:write", "webhooks:write", "formulas:evaluate",
        "surveys:respond",
    }  # fmt: skip


def test_every_wrong_key_is_refused_in_the_same_words(bus: MessageBus, key: ApiKeyText):
    revoked, expired, sleeping = issue(bus), issue(bus), issue(bus, "ben-games")
    bus.handle(commands.RevokeApiKey(revoked.prefix))
    ApiKey.objects.filter(prefix=expired.prefix).update(expires=timezone.now())
    bus.handle(commands.ChangeCustomer("ben-games", "Anna Films", "film maker", 0, False))
    other = new_key()
    headers = [
        {},
        {"Authorization": ""},
        {"Authorization": key.text},
        {"Authorization": f"Basic {key.text}"},
        {"Authorization": f"Bearer  {key.text}"},
        {"Authorization": f"Bearer {key.text}x"},
        {"Authorization": "Bearer é"},
        {"X-Api-Key": key.text},
        bearer(other),
        bearer(key_of(key.prefix, "x" * 43)),
        bearer(key.text.upper()),
        bearer(revoked),
        bearer(expired),
        bearer(sleeping),
    ]
    bodies = [refused(Client().get("/api/v1/me", headers=header)) for header in headers]
    assert all(body == bodies[0] for body in bodies)


def test_a_session_of_the_back_office_opens_nothing_here(client: Client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("ann"))
    assert client.get("/api/v1/me").status_code == 401


def test_a_key_costs_one_question(key: ApiKeyText):
    api = Api(key)
    api.get("addresses")
    with CaptureQueriesContext(connection) as asked:
        assert api.get("addresses").status_code == 200
    assert len(asked) == 2  # the key, and the addresses


def test_the_last_use_is_noted_once_a_minute(key: ApiKeyText):
    def noted():
        Api(key).get("me")
        return ApiKey.objects.get(prefix=key.prefix).last_used_at

    first = noted()
    assert first is not None
    assert noted() == first
    ApiKey.objects.update(last_used_at=first - timedelta(seconds=61))
    assert noted() > first


def test_noting_the_use_waits_for_nobody(key: ApiKeyText):
    def ask() -> int:
        try:
            return Api(key).get("me").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        list(ApiKey.objects.select_for_update().filter(prefix=key.prefix))
        assert pool.submit(ask).result(timeout=1.5) == 200  # a lock would be waited for 2 s
    assert ApiKey.objects.get(prefix=key.prefix).last_used_at is None


def test_a_missing_scope_is_a_403_that_names_it(bus: MessageBus):
    response = Api(issue(bus, scopes=("products:read",))).get("addresses")
    assert response.status_code == 403
    assert response.json()["type"] == "urn:scents:problem:missing-scope"
    assert "orders:read" in response.json()["detail"]


def test_an_old_key_lives_until_it_is_revoked(bus: MessageBus):
    old, new = issue(bus), issue(bus)
    assert Api(old).get("me").status_code == Api(new).get("me").status_code == 200
    bus.handle(commands.RevokeApiKey(old.prefix))
    assert Api(old).get("me").status_code == 401
    assert Api(new).get("me").status_code == 200


@pytest.mark.parametrize("name", ["api_key", "access_token", "key", "KEY", "anything"])
def test_a_key_in_the_address_is_refused_and_flagged(bus: MessageBus, key: ApiKeyText, name: str):
    for _ in range(2):
        body = refused(Api(key).get("addresses", **{name: key.text}))
        assert "header" in body["detail"]
    assert ApiKey.objects.get(prefix=key.prefix).leaked is not None
    assert OutboxEvent.objects.filter(type="ApiKeyLeaked").count() == 1
    assert Api(key).get("me").status_code == 200


def test_a_parameter_with_the_name_of_a_key_is_refused_whatever_it_holds(key: ApiKeyText):
    refused(Api(key).get("me", access_token="x"))


def test_nobody_can_flag_a_key_without_having_it(key: ApiKeyText):
    refused(Api(key).get("me", search=key_of(key.prefix, "x" * 43).text))
    assert ApiKey.objects.get(prefix=key.prefix).leaked is None


def test_a_thousand_wrong_keys_are_answered_429_and_shut_no_neighbour_out(key: ApiKeyText):
    answers = [Api(new_key()).get("me").status_code for _ in range(MOST_WRONG_KEYS)]
    assert set(answers) == {401}
    answers = [Api(new_key()).get("me").status_code for _ in range(1000 - MOST_WRONG_KEYS)]
    assert answers.count(429) >= len(answers) - MOST_WRONG_KEYS  # a minute may have turned
    response = Api(new_key()).get("me")
    if response.status_code == 429:
        assert 0 < int(response["Retry-After"]) <= 60
    assert Api(key).get("me").status_code == 200


def test_a_missing_key_is_no_guess():
    for _ in range(MOST_WRONG_KEYS + 1):
        assert Client().get("/api/v1/me").status_code == 401


def test_what_a_client_says_of_its_address_counts_only_behind_a_proxy(settings):
    meta = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 5.6.7.8"}
    settings.BEHIND_PROXY = False
    assert client_address(meta) == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert client_address(meta) == "5.6.7.8"


def test_a_use_that_cannot_be_noted_fails_nothing(key: ApiKeyText, monkeypatch):
    def fail(*_):
        raise OperationalError("no")

    monkeypatch.setattr(authentication, "note_use", fail)
    assert Api(key).get("me").status_code == 200
