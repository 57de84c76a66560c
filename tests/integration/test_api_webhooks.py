"""A customer's webhooks, over `/api/v1/`."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from messaging.bus import MessageBus
from messaging.models import WebhookEndpoint
from tests.customers import Api, issue
from tests.ordering import place
from tests.probe import problem_of
from tests.receiver import Receiver, is_genuine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def post(api: Api, path: str, **body: Any) -> Any:
    return api.send("POST", path, json.dumps(body))


@pytest.mark.usefixtures("stock")
def test_a_registered_address_hears_of_an_order_with_a_signature(
    api: Api, receiver: Receiver, settings: Any
):
    settings.DEMO = True  # loopback is a target in the demo only
    made = post(api, "webhooks", url=receiver.url, types=["order.accepted"])
    assert made.status_code == 201
    secret = made.json()["secret"]

    place(api, {"LAMP": 2}, id="F-1")

    [request] = receiver.received
    assert request.data["type"] == "order.accepted"
    assert request.data["data"]["order"] == "F-1"
    assert is_genuine(request, secret, now=time.time())
    [message] = api.get(f"webhooks/{made.json()['id']}/messages").json()
    assert (message["state"], message["last_status"], message["attempts"]) == ("delivered", 200, 1)


def test_the_secret_is_shown_once_and_can_be_replaced(api: Api, settings: Any):
    settings.DEMO = True
    made = post(api, "webhooks", url="http://127.0.0.1:9/x").json()
    shown = api.get(f"webhooks/{made['id']}")
    assert "secret" not in shown.json()
    assert [row["id"] for row in api.get("webhooks").json()] == [made["id"]]
    renewed = post(api, f"webhooks/{made['id']}/rotate").json()
    assert renewed["secret"] not in ("", made["secret"])
    assert api.send("DELETE", f"webhooks/{made['id']}").status_code == 204
    assert api.get(f"webhooks/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://10.0.0.8/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "http://example.com/x",
        "ftp://example.com/x",
        "https://user:secret@example.com/x",
        "nonsense",
    ],
)
def test_a_private_or_odd_target_is_refused_outside_the_demo(api: Api, settings: Any, url: str):
    settings.DEMO = False
    response = post(api, "webhooks", url=url)
    assert problem_of(response)["status"] == 422
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize("types", [["order.lost"], "order.accepted", [1], ["line.released"]])
def test_only_known_types_are_taken(api: Api, settings: Any, types: object):
    settings.DEMO = True
    response = post(api, "webhooks", url="http://127.0.0.1:9/x", types=types)
    assert response.status_code == 422


def test_the_webhooks_of_another_customer_are_not_there(api: Api, bus: MessageBus, settings: Any):
    settings.DEMO = True
    other = Api(issue(bus, "big-theatre"))
    made = post(other, "webhooks", url="http://127.0.0.1:9/x").json()
    assert api.get("webhooks").json() == []
    for method, path in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/rotate"),
        ("POST", "/test"),
        ("GET", "/messages"),
    ):
        body = b"{}" if method == "POST" else b""
        assert api.send(method, f"webhooks/{made['id']}{path}", body).status_code == 404
    assert WebhookEndpoint.objects.count() == 1


def test_a_key_without_the_scope_may_not_look(bus: MessageBus, api: Api):
    reader = Api(issue(bus, scopes=("orders:read",)))
    assert reader.get("webhooks").status_code == 403
