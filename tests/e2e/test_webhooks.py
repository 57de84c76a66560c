"""Webhooks through the whole company: queued in one process, sent by the worker."""

from __future__ import annotations

import subprocess
import sys

from stack import ROOT

from tests.company import Company, eventually
from tests.receiver import Receiver, Reply

QUEUE = """
from django.utils import timezone
from messaging.bus import get_bus
from messaging.wake import wake_webhooks
from messaging.webhooks.commands import RegisterWebhook
from messaging.webhooks.queue import StoredWebhooks

print(get_bus().handle(RegisterWebhook("acme", "{url}")).secret)
webhooks = StoredWebhooks(wake=wake_webhooks, clock=timezone.now)
webhooks.queue(owner="acme", type="order.accepted", data={{"n": 1}}, key="e1")
"""


def test_the_worker_sends_what_was_queued_and_beat_sees_to_the_retry(company: Company):
    receiver = Receiver()
    receiver.replies.append(Reply(500))
    try:
        code = QUEUE.format(url=receiver.url)
        command = [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", code]
        subprocess.run(command, env=company.env, check=True, capture_output=True)
        assert eventually(lambda: len(receiver.received) == 1, within=10)
        assert eventually(lambda: len(receiver.received) == 2, within=20), "after some 5 s"
    finally:
        receiver.close()
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    state = "SELECT state FROM messaging_webhookmessage WHERE key = 'e1'"
    assert eventually(lambda: company.rows(state) == [("delivered",)], within=5)
