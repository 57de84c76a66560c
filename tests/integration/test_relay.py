"""Stored events reach their subscribers: late, repeated, failing or not at all understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from domain.allocation import commands
from domain.allocation.events import Allocated, OutOfStock
from domain.kernel import Event, NotFound
from messaging.bus import MessageBus
from messaging.commands import DiscardParkedMessage, ReplayParkedMessage
from messaging.errors import Unavailable
from messaging.inbox import is_first_arrival
from messaging.models import Delivery, InboxMessage, OutboxEvent, ParkedMessage
from messaging.partitions import ensure_partitions
from messaging.queries import backlog
from messaging.relay import LEASE, MOST_ATTEMPTS, Relay, due_subscribers
from messaging.serialization import UnknownEvent, from_json, to_json

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2030, 1, 1, tzinfo=UTC)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, by: timedelta = timedelta(minutes=5)) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stored_events(bus: MessageBus, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three allocations and a shortage, whose deliveries nobody has looked at."""
    monkeypatch.setattr("messaging.wake.drain", lambda _: None)
    bus.handle(commands.CreateBatch("b1", "FOREST", 3, None))
    for n in range(3):
        bus.handle(commands.Allocate(f"o{n}", "FOREST", 1))
    bus.handle(commands.Allocate("o3", "FOREST", 1))
    assert Delivery.objects.count() == 4


Relays = Callable[[Callable[[str, Event], None]], Relay]


@pytest.fixture(params=[{}, {"publish_allocated_event": 2}], ids=["one by one", "in batches"])
def relay(request: pytest.FixtureRequest, clock: Clock, stored_events: None) -> Relays:
    return lambda deliver: Relay(deliver=deliver, clock=clock, batches=request.param)


def test_what_is_due_is_delivered_once_in_order(relay: Relays):
    seen: list[Event] = []
    carrier = relay(lambda _, event: seen.append(event))

    assert carrier.drain("publish_allocated_event") == 3
    assert carrier.drain("publish_allocated_event") == 0

    assert seen == [Allocated(f"o{n}", "FOREST", 1, "b1") for n in range(3)]
    assert due_subscribers(START) == ["send_out_of_stock_notification"]


def test_a_failure_is_tried_again_and_stops_nobody(relay: Relays, clock: Clock):
    seen: list[str] = []

    def deliver(_: str, event: Any) -> None:
        if event.orderid == "o1" and "o1 failed" not in seen:
            seen.append("o1 failed")
            raise ValueError("a hiccup")
        seen.append(event.orderid)

    assert relay(deliver).drain("publish_allocated_event") == 2
    delivery = Delivery.objects.get(subscriber="publish_allocated_event")
    assert (delivery.attempts, "a hiccup" in delivery.error) == (1, True)

    clock.go_on()
    assert relay(deliver).drain("publish_allocated_event") == 1
    assert seen == ["o0", "o1 failed", "o2", "o1"]


def test_what_keeps_failing_is_parked_with_its_traceback(relay: Relays, clock: Clock):
    def deliver(_: str, event: Event) -> None:
        raise ValueError("broken for good")

    for _ in range(MOST_ATTEMPTS):
        relay(deliver).drain("send_out_of_stock_notification")
        clock.go_on()

    [parked] = ParkedMessage.objects.all()
    assert parked.source == "send_out_of_stock_notification"
    assert parked.attempts == MOST_ATTEMPTS
    assert "broken for good" in parked.reason
    assert "Traceback" in parked.traceback
    assert due_subscribers(clock()) == ["publish_allocated_event"]


def test_an_event_that_kills_the_process_is_parked_too(relay: Relays, clock: Clock):
    def deliver(_: str, event: Event) -> None:
        raise KeyboardInterrupt  # as little caught as a kill

    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            relay(deliver).drain("send_out_of_stock_notification")
        clock.go_on(LEASE)
    relay(deliver).drain("send_out_of_stock_notification")

    assert "died" in ParkedMessage.objects.get().reason


def test_while_the_other_side_is_away_nothing_is_parked_however_long(relay: Relays, clock: Clock):
    tried: list[Event] = []

    def away(_: str, event: Event) -> None:
        tried.append(event)
        raise Unavailable("gone fishing")

    for _ in range(3 * MOST_ATTEMPTS):
        assert relay(away).drain("publish_allocated_event") == 0
        clock.go_on()
    assert len(tried) == 3 * MOST_ATTEMPTS, "one knock at the door is enough"
    assert not ParkedMessage.objects.exists()

    seen: list[Event] = []
    relay(lambda _, event: seen.append(event)).drain("publish_allocated_event")
    assert len(seen) == 3


def test_what_cannot_be_sent_in_one_go_is_parked_with_the_true_reason(
    stored_events: None, clock: Clock
):
    @contextmanager
    def refused() -> Iterator[None]:
        yield
        raise ValueError("wrong kind of key")

    subscriber = "publish_allocated_event"
    batches = {subscriber: 2}
    for _ in range(MOST_ATTEMPTS):
        Relay(deliver=lambda *_: None, clock=clock, batches=batches, gathered=refused).drain(
            subscriber
        )
        clock.go_on()

    reasons = ParkedMessage.objects.values_list("reason", flat=True)
    assert ["wrong kind of key" in reason for reason in reasons] == [True] * 3


def test_a_delivery_under_way_is_left_alone_until_its_lease_ends(relay: Relays, clock: Clock):
    def die(_: str, event: Event) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relay(die).drain("send_out_of_stock_notification")

    seen: list[Event] = []
    other = relay(lambda _, event: seen.append(event))
    assert other.drain("send_out_of_stock_notification") == 0
    clock.go_on(LEASE)
    assert other.drain("send_out_of_stock_notification") == 1
    assert seen == [OutOfStock("FOREST")]


def test_what_a_subscriber_writes_comes_about_once_even_if_the_lease_ran_out(
    stored_events: None, clock: Clock
):
    """Two workers hold the same delivery; the second finds it gone and does nothing."""
    subscriber = "send_out_of_stock_notification"

    def slow(_: str, event: Event) -> None:
        is_first_arrival("slow", "x")

    first = Relay(deliver=slow, clock=clock, batches={})
    [claim] = first._claim(subscriber, 1)
    clock.go_on(LEASE)
    Relay(deliver=slow, clock=clock, batches={}).drain(subscriber)
    InboxMessage.objects.all().delete()

    first._attempt(subscriber, claim)

    assert not InboxMessage.objects.exists()


def test_an_event_of_a_newer_version_is_parked_in_the_end(stored_events: None, clock: Clock):
    OutboxEvent.objects.filter(type="OutOfStock").update(type="InventedTomorrow")
    for _ in range(MOST_ATTEMPTS):
        Relay(deliver=lambda *_: None, clock=clock, batches={}).drain(
            "send_out_of_stock_notification"
        )
        clock.go_on()
    assert "InventedTomorrow" in ParkedMessage.objects.get().reason


def test_a_field_that_this_version_does_not_know_is_passed_over():
    assert from_json("OutOfStock", {"sku": "FOREST", "mood": "grave"}) == OutOfStock("FOREST")
    with pytest.raises(UnknownEvent):
        from_json("OutOfStock", {"mood": "grave"})


def test_events_come_back_as_they_were_stored():
    import json
    from datetime import date

    from domain.allocation.events import BatchCreated

    event = BatchCreated("b1", "FOREST", 3, date(2026, 11, 20), None, False)
    assert from_json("BatchCreated", json.loads(to_json(event))) == event


def park(relay: Relays, clock: Clock) -> ParkedMessage:
    def deliver(_: str, event: Event) -> None:
        raise ValueError("broken")

    for _ in range(MOST_ATTEMPTS):
        relay(deliver).drain("send_out_of_stock_notification")
        clock.go_on()
    return ParkedMessage.objects.get()


def test_a_parked_delivery_can_be_replayed(bus: MessageBus, relay: Relays, clock: Clock):
    parked = park(relay, clock)

    bus.handle(ReplayParkedMessage(parked.id))

    seen: list[Event] = []
    relay(lambda _, event: seen.append(event)).drain("send_out_of_stock_notification")
    assert seen == [OutOfStock("FOREST")]
    assert not ParkedMessage.objects.exists()


def test_a_parked_message_can_be_discarded_once(bus: MessageBus, relay: Relays, clock: Clock):
    parked = park(relay, clock)

    bus.handle(DiscardParkedMessage(parked.id))

    assert not ParkedMessage.objects.exists()
    with pytest.raises(NotFound):
        bus.handle(DiscardParkedMessage(parked.id))


def test_without_a_broker_subscribers_run_right_after_the_commit(
    bus: MessageBus, monkeypatch: pytest.MonkeyPatch
):
    sent: list[Event] = []
    monkeypatch.setitem(bus.subscribers, "send_out_of_stock_notification", sent.append)
    bus.handle(commands.CreateBatch("b1", "FOREST", 3, None))

    bus.handle(commands.Allocate("o1", "FOREST", 4))

    assert sent == [OutOfStock("FOREST")]
    assert not Delivery.objects.exists()


def test_the_backlog_tells_how_long_the_oldest_event_waits(stored_events: None):
    now = OutboxEvent.objects.order_by("recorded_at").first().recorded_at + timedelta(hours=1)
    state = backlog(now)
    assert (state["undelivered"], state["parked"]) == (4, 0)
    assert state["oldest_seconds"] == pytest.approx(3600, abs=5)


def test_a_message_that_arrives_twice_is_known(db: None):
    assert [is_first_arrival("c", "1"), is_first_arrival("c", "1")] == [True, False]
    assert is_first_arrival("other", "1")


def test_the_event_log_has_a_table_for_each_month_to_come(db: None):
    ensure_partitions(datetime(2027, 11, 30, tzinfo=UTC).date())
    ensure_partitions(datetime(2027, 11, 30, tzinfo=UTC).date())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits "
            "WHERE inhparent = 'messaging_outbox'::regclass"
        )
        tables = {name for (name,) in cursor.fetchall()}
    assert {f"messaging_outbox_{m}" for m in ("2027_11", "2027_12", "2028_01", "2028_02")} <= tables
