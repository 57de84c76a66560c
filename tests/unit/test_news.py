"""What customers are told of their orders, and in which words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from allocation.letters import one_line
from allocation.letters.wording import headline, sentences, state
from allocation.queries import OrderNow, Parcel
from domain.allocation.events import OrderUpdated
from domain.allocation.moments import KINDS, Moment
from domain.allocation.standing import LineStanding
from messaging.once import delivery_key
from messaging.serialization import from_json, to_json
from tests.fakes import NOW, TestApp, bootstrap_test_app

TODAY = NOW.date()
SOON = date(2026, 12, 2)


@pytest.fixture
def app() -> Iterator[TestApp]:
    token = delivery_key.set("event-1")
    yield bootstrap_test_app()
    delivery_key.reset(token)


def updated(*moments: Moment, reference: str = "F-12") -> Any:
    """The event as it comes out of the outbox."""
    event = OrderUpdated(f"anna/{reference}", "anna", NOW, tuple(map(asdict, moments)))
    return from_json("OrderUpdated", json.loads(to_json(event)))


def line(sku: str = "SEA", qty: int = 10, promised: date | None = SOON, **units: int):
    places = {"waiting": 0, "shipped": 0, "cancelled": 0, **units}
    return LineStanding(sku, qty, **places, promised=promised, parts=())


def order(*lines: LineStanding, parcels: tuple[Parcel, ...] = ()) -> OrderNow:
    return OrderNow("F-12", lines or (line(),), parcels)


def test_each_moment_is_one_message_of_its_type_with_a_key_of_its_own(app: TestApp):
    event = updated(
        Moment("accepted", "Order accepted: 3 SEA"),
        Moment("allocated", "batch b1", "SEA", 3, SOON),
    )
    app.bus.deliver("tell_webhooks", event)
    first, second = app.webhooks.queued
    assert (first.owner, first.type, second.type) == ("anna", "order.accepted", "line.allocated")
    assert first.data == {
        "order": "F-12",
        "text": "Order accepted: 3 SEA",
        "at": "2026-11-20T09:00:00+00:00",
    }
    assert second.data == {
        "order": "F-12",
        "sku": "SEA",
        "qty": 3,
        "promised_date": "2026-12-02",
        "text": "batch b1",
        "at": "2026-11-20T09:00:00+00:00",
    }
    assert first.key != second.key


def test_a_repeated_delivery_repeats_the_keys_and_another_event_has_others(app: TestApp):
    for delivery in ("event-1", "event-1", "event-2"):
        delivery_key.set(delivery)
        app.bus.deliver("tell_webhooks", updated(Moment("accepted", "x")))
    first, again, other = (notice.key for notice in app.webhooks.queued)
    assert first == again != other


@pytest.mark.parametrize("kind", KINDS)
def test_customers_are_told_of_everything_but_the_steps_on_the_way(app: TestApp, kind: str):
    event = updated(Moment(kind, "text", "SEA", 1))
    app.bus.deliver("tell_webhooks", event)
    app.bus.deliver("mail_customer", event)
    told = 0 if kind == "released" else 1
    assert (len(app.webhooks.queued), len(app.letters.sent)) == (told, told)


def test_all_that_one_command_did_is_one_letter(app: TestApp):
    moments = [
        Moment("released", "the batch shrank", "SEA", 3),
        Moment("allocated", "batch b2", "SEA", 3, SOON),
        Moment("promise_changed", "ready on 2026-12-02", "SEA", None, SOON),
    ]
    app.bus.deliver("mail_customer", updated(*moments))
    [(_, told)] = app.letters.sent
    assert told == moments[1:]


def test_a_reference_that_begins_like_a_customer_is_left_as_it_is(app: TestApp):
    event = updated(Moment("accepted", "x"), reference="anna/anna/F-12")
    app.bus.deliver("tell_webhooks", event)
    assert app.webhooks.queued[0].data["order"] == "anna/anna/F-12"


ACCEPTED = [Moment("accepted", "Order accepted: …"), Moment("allocated", "b", "SEA", 3, SOON)]
PARCEL = Parcel("S-1", "DHL", "123")


@pytest.mark.parametrize(
    ("moments", "now", "said"),
    [
        (ACCEPTED, order(), "accepted, ready on 2 December 2026"),
        (ACCEPTED, order(line(promised=TODAY)), "accepted, ready to ship"),
        (ACCEPTED, order(line(), line("B")), "accepted, all 2 lines ready on 2 December 2026"),
        (
            ACCEPTED,
            order(line(), line("B", waiting=1), line("C", promised=TODAY)),
            "accepted, 2 of 3 lines ready on 2 December 2026",
        ),
        (ACCEPTED, order(line(waiting=10, promised=None)), "accepted, waiting for stock"),
        (ACCEPTED, order(line(cancelled=10)), "accepted"),
        ([Moment("amended", "x")], order(), "changed, ready on 2 December 2026"),
        ([Moment("cancelled", "Order cancelled")], order(line(cancelled=10)), "cancelled"),
        (
            [Moment("shipped", "10 SEA shipped by DHL 123 (S-1)")],
            order(line(shipped=10), parcels=(PARCEL, Parcel("S-2", "UPS", "9"))),
            "shipped with DHL 123",
        ),
        (
            [Moment("shipped", "4 SEA shipped (S-1)")],
            order(line(shipped=4), parcels=(Parcel("S-1", "", ""),)),
            "partly shipped",
        ),
        ([Moment("backordered", "10 wait", "SEA", 10)], order(), "SEA waits for stock"),
        (
            [Moment("backordered", "x", "SEA", 1), Moment("backordered", "x", "B", 1)],
            order(),
            "2 lines wait for stock",
        ),
        (
            [Moment("promise_changed", "x", "SEA", None, SOON)],
            order(),
            "promise changed: SEA now ready on 2 December 2026",
        ),
        ([Moment("allocated", "b", "SEA", 3, SOON)], order(), "SEA ready on 2 December 2026"),
    ],
)
def test_the_subject_says_the_most_important_thing(moments, now: OrderNow, said: str):
    assert headline(moments, now, TODAY) == said


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (line(), "ready on 2 December 2026"),
        (line(promised=TODAY), "ready to ship"),
        (line(waiting=10, promised=None), "waiting for stock"),
        (line(shipped=10), "shipped"),
        (line(cancelled=10), "cancelled"),
        (line(shipped=3, cancelled=1), "3 shipped, 6 ready on 2 December 2026, 1 cancelled"),
        (line(waiting=4, promised=None), "6 set aside for you, 4 waiting for stock"),
    ],
)
def test_each_unit_of_a_line_is_accounted_for(standing: LineStanding, said: str):
    assert state(standing, TODAY) == said


def test_what_happened_is_told_in_sentences():
    moments = [
        Moment("allocated", "batch b2: earliest eta", "SEA", 3, SOON),
        Moment("backordered", "2 wait: no batch has room for them", "SEA", 2),
        Moment("shipped", "x" * 5_000),
    ]
    first, second, third = sentences(moments, TODAY)
    assert first == "3 SEA set aside for you, ready on 2 December 2026"
    assert second == "SEA: 2 wait: no batch has room for them"
    assert len(third) < 400


def test_no_text_breaks_out_of_its_line():
    assert one_line("F-12\r\nBcc: x@y.example\x85\u2028\x00\u202e!") == "F-12 Bcc: x@y.example !"
