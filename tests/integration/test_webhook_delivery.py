"""Webhooks reach their receivers over real HTTP: late, refused, moved or gone."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest

from messaging.models import WebhookEndpoint, WebhookMessage
from messaging.webhooks.backoff import DELAYS, MOST_ATTEMPTS
from messaging.webhooks.signing import new_secret
from tests.receiver import Receiver, Reply, is_genuine
from tests.webhook_desk import START, Desk, the_message

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_message_arrives_signed_and_is_noted(desk: Desk, receiver: Receiver):
    _, secret = desk.register(receiver.url)
    desk.queue("o-1")

    assert desk.drain() == 1

    [request] = receiver.received
    message = the_message()
    assert (request.method, request.path) == ("POST", "/hooks?shop=1")
    assert request.data == {
        "type": "order.accepted",
        "timestamp": "2030-01-01T00:00:00+00:00",
        "data": {"order": "o-1"},
    }
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["webhook-id"] == message.id
    assert is_genuine(request, secret, now=START.timestamp())
    assert (message.state, message.attempts, message.last_status) == ("delivered", 1, 200)
    assert (message.excerpt, message.last_error) == ("thanks", "")
    assert (message.delivered_at, message.leased_until) == (START, None)
    assert desk.drain() == 0


@pytest.mark.parametrize("status", [300, 400, 401, 404, 429, 500, 503])
def test_a_refusal_is_tried_again_later(desk: Desk, receiver: Receiver, status: int):
    desk.register(receiver.url)
    desk.queue()
    receiver.replies.append(Reply(status, body=b"not now"))

    assert desk.drain() == 0
    message = the_message()
    assert (message.state, message.last_status, message.excerpt) == ("pending", status, "not now")
    assert message.due == START + DELAYS[0]
    assert WebhookEndpoint.objects.get().failing_since == START
    assert desk.drain() == 0, "not before it is due"

    desk.go_on(DELAYS[0])
    assert desk.drain() == 1
    first, second = receiver.received
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert WebhookEndpoint.objects.get().failing_since is None


def test_what_keeps_failing_has_failed_in_the_end(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue()
    receiver.replies.extend(Reply(500) for _ in range(MOST_ATTEMPTS + 1))

    for delay in [*DELAYS, timedelta(days=9)]:
        desk.drain()
        desk.go_on(delay)
    desk.drain()

    assert len(receiver.received) == MOST_ATTEMPTS
    message = the_message()
    assert (message.state, message.attempts, message.last_status) == ("failed", MOST_ATTEMPTS, 500)
    assert "500" in message.last_error


def test_the_receiver_may_ask_for_more_time(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue()
    receiver.replies.append(Reply(429, {"Retry-After": "600"}))
    desk.drain()
    assert the_message().due == START + timedelta(minutes=10)


def test_gone_disables_the_endpoint_and_what_waits_for_it(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue("e1")
    desk.drain()
    receiver.replies.extend([Reply(500), Reply(410)])
    desk.queue("e2")
    desk.drain()
    desk.queue("e3")
    desk.drain()

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.active, "410" in endpoint.disabled_reason) == (False, True)
    states = WebhookMessage.objects.order_by("key").values_list("state", flat=True)
    assert list(states) == ["delivered", "failed", "failed"]
    desk.queue("e4")
    assert WebhookMessage.objects.count() == 3


def test_a_closed_door_is_tried_again(desk: Desk, receiver: Receiver):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        desk.register(f"http://127.0.0.1:{unused.getsockname()[1]}/")
        desk.queue()
        assert desk.drain() == 0
    message = the_message()
    assert (message.state, message.last_status) == ("pending", None)
    assert "ConnectionRefusedError" in message.last_error


def test_for_a_day_after_a_rotation_both_secrets_sign(desk: Desk, receiver: Receiver):
    endpoint, old = desk.register(receiver.url)
    new = new_secret()
    desk.endpoints.rotate("acme", endpoint, new)
    desk.queue("e1")
    desk.drain()
    desk.go_on(timedelta(hours=24))
    desk.queue("e2")
    desk.drain()

    first, second = receiver.received
    now = START.timestamp()
    assert is_genuine(first, old, now=now)
    assert is_genuine(first, new, now=now)
    assert not is_genuine(second, old, now=desk.now.timestamp())
    assert is_genuine(second, new, now=desk.now.timestamp())
