"""What is queued is sent once, by one sender at a time, and survives a kill."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from messaging.models import WebhookEndpoint, WebhookMessage
from messaging.webhooks.backoff import MOST_ATTEMPTS
from messaging.webhooks.claims import LEASE, PER_ENDPOINT, claim
from messaging.webhooks.ports import Notice
from messaging.webhooks.post import Answer
from messaging.webhooks.results import note
from messaging.webhooks.sender import Sender
from tests.receiver import Receiver
from tests.webhook_desk import START, Desk, the_message

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_active_endpoints_of_the_owner_that_want_the_type_get_it(desk: Desk):
    all_types, _ = desk.register("http://a.example/")
    this_type, _ = desk.register("http://b.example/", "order.accepted", "order.shipped")
    desk.register("http://c.example/", "order.shipped")
    desk.register("http://d.example/", owner="other")
    disabled, _ = desk.register("http://e.example/")
    desk.endpoints.disable(disabled, "enough")

    desk.queue()

    told = {str(message.endpoint_id) for message in WebhookMessage.objects.all()}
    assert told == {all_types, this_type}


def test_queued_twice_it_is_sent_once(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue("e1")
    desk.queue("e1")
    desk.webhooks.queue_all([Notice("acme", "a.b", {}, "e2"), Notice("acme", "a.b", {}, "e2")])
    assert desk.drain() == 2
    desk.queue("e1")
    assert desk.drain() == 0
    assert len(receiver.received) == 2


def test_many_notices_take_one_statement_and_one_waking(desk: Desk, django_assert_num_queries: Any):
    for n in range(3):
        desk.register("http://a.example/", owner=f"owner {n}")
    notices = [
        Notice(f"owner {n % 4}", "a.b", {"at": START, "text": "é'\"\\{}"}, f"k{n}")
        for n in range(200)
    ]
    with transaction.atomic():
        with django_assert_num_queries(1):
            desk.webhooks.queue_all(notices)
        desk.queue("once more", owner="owner 1")
        assert desk.woken == 0

    assert desk.woken == 1
    assert WebhookMessage.objects.count() == 151
    message = WebhookMessage.objects.order_by("id").first()
    assert message.payload == {"at": "2030-01-01T00:00:00Z", "text": "é'\"\\{}"}
    assert len(message.id) == len("msg_") + 32
    assert message.id[16] == "7", "a UUID of version 7"


def test_what_nobody_wants_wakes_nobody(desk: Desk):
    desk.queue()
    assert desk.woken == 0


def test_what_is_rolled_back_is_not_sent(desk: Desk):
    desk.register("http://a.example/")
    with transaction.atomic():
        desk.queue()
        transaction.set_rollback(True)
    assert (desk.woken, WebhookMessage.objects.count()) == (0, 0)


def test_a_slow_endpoint_holds_up_nobody_and_gets_few_requests_at_once(desk: Desk):
    slow, quick = Receiver(), Receiver()
    slow.open.clear()
    desk.register(slow.url, owner="slow")
    desk.register(quick.url, owner="quick")
    for n in range(20):
        desk.queue(f"s{n}", owner="slow")
    desk.queue("q1", owner="quick")
    quick_is_told = threading.Event()

    def watch() -> None:
        quick.arrived.acquire(timeout=5)
        if not slow.open.is_set():
            quick_is_told.set()
        for _ in range(PER_ENDPOINT):
            slow.arrived.acquire(timeout=5)
        slow.open.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    assert desk.drain() == 21
    watcher.join()
    slow.close()
    quick.close()

    assert quick_is_told.is_set()
    assert slow.busiest == PER_ENDPOINT


def test_an_endpoint_that_fails_is_tried_by_one_message_at_a_time(desk: Desk):
    desk.register("http://a.example/")
    WebhookEndpoint.objects.update(failing_since=START)
    for n in range(3):
        desk.queue(f"e{n}")

    assert claim(10, now=START, failing=False) == []
    [first] = claim(10, now=START, failing=True)
    assert claim(10, now=START, failing=True) == [], "one is under way"
    note(first, Answer(status=200), now=START, jitter=0)
    assert len(claim(10, now=START, failing=False)) == 2, "it answers again"


def test_nobody_gets_more_seats_than_there_are(desk: Desk):
    for n in range(3):
        desk.register("http://a.example/", owner=f"owner {n}")
        for m in range(6):
            desk.queue(f"e{m}", owner=f"owner {n}")
    assert len(claim(5, now=START, failing=False)) == 5
    assert len(claim(50, now=START, failing=False)) == 3 * PER_ENDPOINT - 5


def test_after_a_kill_the_message_is_sent_again_when_the_lease_is_over(
    desk: Desk, receiver: Receiver
):
    desk.register(receiver.url)
    desk.queue()

    def die(*_: Any) -> Answer:
        raise KeyboardInterrupt  # as little caught as a kill

    with pytest.raises(KeyboardInterrupt):
        Sender(post=die, clock=lambda: desk.now, jitter=lambda: 0.0).drain()
    assert the_message().attempts == 1, "counted before it is made"
    assert desk.drain() == 0
    desk.go_on(LEASE)
    assert desk.drain() == 1


def test_a_message_that_kills_each_time_has_failed_in_the_end(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue()
    for _ in range(MOST_ATTEMPTS):
        assert len(claim(1, now=desk.now, failing=True)) == 1
        desk.go_on(LEASE)
    desk.drain()
    assert receiver.received == []
    assert (the_message().state, "died" in the_message().last_error) == ("failed", True)


def test_a_late_result_does_not_overwrite_a_later_attempt(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue()
    [late] = claim(1, now=START, failing=False)
    desk.go_on(LEASE)
    assert desk.drain() == 1
    note(late, Answer(error="lost"), now=desk.now, jitter=0)
    assert the_message().state == "delivered"


def test_no_transaction_is_open_while_it_is_sent(desk: Desk):
    desk.register("http://a.example/")
    desk.queue()
    seen: list[bool] = []

    def look(*_: Any) -> Answer:
        with connection.cursor() as cursor:  # this thread has its own connection
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND state = 'idle in transaction'"
            )
            seen.append(cursor.fetchone() == (0,))
        connection.close()
        return Answer(status=200)

    assert Sender(post=look, clock=lambda: desk.now, jitter=lambda: 0.0).drain() == 1
    assert seen == [True]


def test_senders_at_the_same_time_send_each_message_once(desk: Desk, receiver: Receiver):
    for owner in ("a", "b", "c"):
        desk.register(receiver.url, owner=owner)
        for n in range(20):
            desk.queue(f"e{n}", owner=owner)

    def drain() -> None:
        while desk.drain():
            pass
        connection.close()

    senders = [threading.Thread(target=drain) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    desk.drain()

    ids = [request.headers["webhook-id"] for request in receiver.received]
    assert (len(ids), len(set(ids))) == (60, 60)
    assert receiver.busiest <= 3 * PER_ENDPOINT
