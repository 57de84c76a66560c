"""What owners of webhooks and staff can do about them, through the bus."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from domain.kernel import BadInput, NotFound, Refused
from messaging import tasks
from messaging.bus import MessageBus
from messaging.models import WebhookEndpoint, WebhookMessage
from messaging.turns import my_turn
from messaging.webhooks import queries
from messaging.webhooks.commands import (
    DisableWebhook,
    EnableWebhook,
    RegisterWebhook,
    RemoveWebhook,
    ReplayWebhookMessage,
    RotateWebhookSecret,
    SendTestWebhook,
)
from messaging.webhooks.handlers import MOST_ENDPOINTS
from messaging.webhooks.ports import NewWebhook
from tests.receiver import Receiver, Reply, is_genuine

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = "00000000-0000-0000-0000-000000000000"


def test_without_a_broker_messages_are_sent_right_after_the_commit(
    webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None]
):
    queue("e1")
    [request] = receiver.received
    assert is_genuine(request, webhook.secret, now=timezone.now().timestamp())


def test_without_a_broker_what_fails_is_left_for_the_next_time(
    webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None]
):
    receiver.replies.append(Reply(500))
    queue("e1")
    assert WebhookMessage.objects.get().state == "pending"
    WebhookMessage.objects.update(due=timezone.now())
    tasks.drain_webhooks()
    assert WebhookMessage.objects.get().state == "delivered"


def test_while_one_sends_another_leaves_it_to_him(
    webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None]
):
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with my_turn(tasks.WEBHOOKS) as mine:
            assert mine
            held.set()
            over.wait(5)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(5)
    queue("e1")
    assert receiver.received == []
    over.set()
    other.join()
    assert tasks.drain_webhooks() == 1


def test_a_secret_is_shown_once_and_stored_sealed(webhook: NewWebhook):
    assert webhook.secret.startswith("whsec_")
    row = WebhookEndpoint.objects.values().get()
    assert webhook.secret.removeprefix("whsec_") not in str(row)
    seen = [*queries.endpoints("acme"), queries.endpoint("acme", webhook.id)]
    assert all("secret" not in one and "old_secret" not in one for one in seen)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://no-such-host.invalid/",
        "https://a@example.com/",
        "nonsense",
    ],
)
def test_outside_the_demo_no_private_target_is_registered(bus: MessageBus, settings: Any, url: str):
    settings.DEMO = False
    with pytest.raises(BadInput) as refusal:
        bus.handle(RegisterWebhook("acme", url))
    assert refusal.value.field == "url"
    assert not WebhookEndpoint.objects.exists()


def test_outside_the_demo_no_private_target_is_sent_to(
    webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None], settings: Any
):
    settings.DEMO = False
    queue("e1")
    assert receiver.received == []
    assert "UnsafeTarget" in WebhookMessage.objects.get().last_error


@pytest.mark.parametrize("name", ["", "Order", "a b", ".a", "a.", "a..b", "x" * 101, "a\n"])
def test_a_type_that_cannot_be_is_bad_input(bus: MessageBus, receiver: Receiver, name: str):
    with pytest.raises(BadInput) as refusal:
        bus.handle(RegisterWebhook("acme", receiver.url, ("order.accepted", name)))
    assert refusal.value.field == "types"


def test_an_owner_has_at_most_ten(bus: MessageBus, receiver: Receiver):
    for _ in range(MOST_ENDPOINTS):
        bus.handle(RegisterWebhook("acme", receiver.url))
    with pytest.raises(Refused):
        bus.handle(RegisterWebhook("acme", receiver.url))
    bus.handle(RegisterWebhook("other", receiver.url))


def test_nor_eleven_by_asking_twice_at_once(bus: MessageBus, receiver: Receiver):
    for _ in range(MOST_ENDPOINTS - 1):
        bus.handle(RegisterWebhook("acme", receiver.url))
    outcomes: list[str] = []

    def register() -> None:
        try:
            bus.handle(RegisterWebhook("acme", receiver.url))
            outcomes.append("taken")
        except Refused:
            outcomes.append("refused")
        connection.close()

    threads = [threading.Thread(target=register) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "refused", "refused", "taken"]


@pytest.mark.parametrize("command", [RemoveWebhook, RotateWebhookSecret, SendTestWebhook])
@pytest.mark.parametrize("owner", ["other", "acme"])
def test_what_is_not_the_owners_is_not_found(
    bus: MessageBus, webhook: NewWebhook, command: Any, owner: str
):
    for key in [webhook.id] if owner == "other" else [NOBODY, "nonsense", "\x00"]:
        with pytest.raises(NotFound):
            bus.handle(command(owner, key))
        assert queries.endpoint(owner, key) is None
        assert queries.messages(owner, key, limit=5) is None


def test_a_removed_webhook_takes_its_log_along(
    bus: MessageBus, webhook: NewWebhook, queue: Callable[[str], None]
):
    queue("e1")
    bus.handle(RemoveWebhook("acme", webhook.id))
    assert (WebhookEndpoint.objects.count(), WebhookMessage.objects.count()) == (0, 0)


def test_after_a_rotation_both_secrets_sign(
    bus: MessageBus, webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None]
):
    new = bus.handle(RotateWebhookSecret("acme", webhook.id))
    queue("e1")
    [request] = receiver.received
    now = timezone.now().timestamp()
    assert is_genuine(request, new, now=now)
    assert is_genuine(request, webhook.secret, now=now)
    row = queries.endpoint("acme", webhook.id)
    assert row is not None
    assert row["old_secret_until"] > timezone.now() + timedelta(hours=23)


def test_a_test_message_goes_to_one_endpoint_whatever_it_wants(
    bus: MessageBus, webhook: NewWebhook, receiver: Receiver
):
    picky = bus.handle(RegisterWebhook("acme", receiver.url, ("order.shipped",)))
    message = bus.handle(SendTestWebhook("acme", picky.id))
    [request] = receiver.received
    assert (request.headers["webhook-id"], request.data["type"]) == (message, "webhook.test")


def test_a_disabled_webhook_is_sent_nothing_until_it_is_enabled(
    bus: MessageBus, webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None]
):
    bus.handle(DisableWebhook(webhook.id, "too slow"))
    row = queries.endpoint("acme", webhook.id)
    assert row is not None
    assert (row["active"], row["disabled_reason"]) == (False, "too slow")
    queue("e1")
    bus.handle(EnableWebhook(webhook.id))
    queue("e2")
    assert len(receiver.received) == 1
    for command in (EnableWebhook(NOBODY), DisableWebhook(NOBODY, ""), EnableWebhook("x")):
        with pytest.raises(NotFound):
            bus.handle(command)


def test_a_message_is_replayed_under_its_own_id(
    bus: MessageBus, webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None]
):
    queue("e1")
    message = WebhookMessage.objects.get()
    bus.handle(ReplayWebhookMessage(message.id))
    assert [request.headers["webhook-id"] for request in receiver.received] == [message.id] * 2
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("delivered", 1)


def test_what_is_on_its_way_or_has_nowhere_to_go_is_not_replayed(
    bus: MessageBus, webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None]
):
    receiver.replies.append(Reply(500))
    queue("e1")
    message = WebhookMessage.objects.get()
    with pytest.raises(Refused):
        bus.handle(ReplayWebhookMessage(message.id))
    bus.handle(DisableWebhook(webhook.id, "enough"))
    with pytest.raises(Refused):
        bus.handle(ReplayWebhookMessage(message.id))
    bus.handle(EnableWebhook(webhook.id))
    bus.handle(ReplayWebhookMessage(message.id))
    assert WebhookMessage.objects.get().state == "delivered"
    with pytest.raises(NotFound):
        bus.handle(ReplayWebhookMessage("msg_unknown"))


def test_the_log_is_read_page_by_page(webhook: NewWebhook, queue: Callable[[str], None]):
    for n in range(5):
        queue(f"e{n}")
    first = queries.messages("acme", webhook.id, limit=3)
    assert first is not None
    rest = queries.messages("acme", webhook.id, limit=3, before=first[-1]["id"])
    assert rest is not None
    ids = [row["id"] for row in first + rest]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 5


def test_delivered_messages_go_after_a_month_and_others_stay(
    webhook: NewWebhook, queue: Callable[[str], None]
):
    for key in ("old", "new", "failed"):
        queue(key)
    long_ago = timezone.now() - timedelta(days=31)
    WebhookMessage.objects.exclude(key="new").update(delivered_at=long_ago, created_at=long_ago)
    WebhookMessage.objects.filter(key="failed").update(state="failed", delivered_at=None)
    tasks.housekeeping()
    keys = WebhookMessage.objects.order_by("key").values_list("key", flat=True)
    assert list(keys) == ["failed", "new"]
