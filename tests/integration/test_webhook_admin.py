"""The pages of webhooks in the back office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from messaging.bus import MessageBus
from messaging.models import WebhookEndpoint, WebhookMessage
from messaging.webhooks.ports import NewWebhook
from tests.back_office import at, said, send
from tests.receiver import Receiver

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


def test_staff_replay_messages(
    boss: Client, webhook: NewWebhook, receiver: Receiver, queue: Callable[[str], None]
):
    queue("e1")
    message = WebhookMessage.objects.get()
    page = boss.get(at("change", WebhookMessage, message.id)).content.decode()
    assert "thanks" in page
    assert receiver.url in page.replace("&amp;", "&")

    response = send(boss, WebhookMessage, "replay", message.id)

    assert said(response) == ["1 sent once more."]
    assert len(receiver.received) == 2


def test_staff_disable_and_enable_webhooks(boss: Client, webhook: NewWebhook):
    assert said(send(boss, WebhookEndpoint, "disable", webhook.id)) == ["1 disabled."]
    assert not WebhookEndpoint.objects.get().active
    assert said(send(boss, WebhookEndpoint, "enable", webhook.id)) == ["1 enabled."]
    assert WebhookEndpoint.objects.get().active


def test_staff_find_messages_by_owner_and_see_no_secret(
    boss: Client, webhook: NewWebhook, queue: Callable[[str], None]
):
    queue("e1")
    for text, count in (("acme", 1), ("acm", 0)):
        found = boss.get(at("changelist", WebhookMessage), {"q": text}).context["cl"]
        assert len(found.result_list) == count
    sealed = WebhookEndpoint.objects.get().secret
    page = boss.get(at("change", WebhookEndpoint, webhook.id)).content.decode()
    assert sealed not in page
    action = {"action": "export_as_csv", "_selected_action": [webhook.id], "index": "0"}
    file = boss.post(at("changelist", WebhookEndpoint), action)
    text = b"".join(file.streaming_content).decode()
    assert "acme" in text
    assert sealed not in text
