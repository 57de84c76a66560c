"""Reorder points on real PostgreSQL: what counts, who is warned, and what it costs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allocation import queries, tasks
from allocation.models import OrderLine, ReorderPoint
from domain.allocation import commands
from domain.allocation.product import InvalidSku
from domain.allocation.reorder_point import UnknownReorderPoint
from domain.kernel import BadInput
from messaging.bus import MessageBus
from messaging.models import JobPeriod, OutboxEvent

pytestmark = pytest.mark.django_db(transaction=True)


def today() -> date:
    return timezone.now().date()


def warnings() -> int:
    return OutboxEvent.objects.filter(type="LowStock").count()


@pytest.fixture
def low(bus: MessageBus, sku: str) -> str:
    """A SKU that has fallen to its reorder point of 10 units."""
    bus.handle(commands.CreateBatch("b1", sku, 20))
    bus.handle(commands.SetReorderPoint(sku, units=10))
    bus.handle(commands.Allocate("o1", sku, 10))
    tasks.check_reorder_points()
    return sku


def test_purchasing_is_warned_once_by_mail(low: str):
    for _ in range(3):
        tasks.check_reorder_points()

    [warning] = mail.outbox
    assert warning.to == ["purchasing@example.com"]
    assert warning.subject == f"Low stock: {low}"
    assert "Position: 10 units" in warning.body
    assert "order at least 2 units" in warning.body
    assert ReorderPoint.objects.get().low
    assert ReorderPoint.objects.get().low_since is not None


def test_a_recovery_arms_the_warning_again(bus: MessageBus, low: str):
    bus.handle(commands.CreateBatch("b2", low, 5, today() + timedelta(days=9)))
    tasks.check_reorder_points()
    assert not ReorderPoint.objects.get().low
    assert ReorderPoint.objects.get().low_since is None

    bus.handle(commands.Allocate("o2", low, 5))
    tasks.check_reorder_points()
    assert warnings() == 2


def test_a_point_that_is_set_on_low_stock_warns_at_once(bus: MessageBus, sku: str):
    bus.handle(commands.CreateBatch("b1", sku, 9))
    bus.handle(commands.SetReorderPoint(sku, units=10))
    assert warnings() == 1


def test_only_what_can_be_sold_counts_and_what_waits_counts_against_it(bus: MessageBus, sku: str):
    def position() -> int:
        [point] = queries.with_reorder_state(ReorderPoint.objects.all(), today())
        return int(point.position)

    bus.handle(commands.CreateBatch("here", sku, 20))
    bus.handle(commands.SetReorderPoint(sku, units=0))
    bus.handle(commands.CreateBatch("way", sku, 5, today() + timedelta(days=3)))
    assert position() == 25
    bus.handle(commands.CreateBatch("held", sku, 100, released=False))
    bus.handle(commands.CreateBatch("old", sku, 100, None, today()))
    bus.handle(commands.CreateBatch("last", sku, 1, None, today() + timedelta(days=1)))
    assert position() == 26
    bus.handle(commands.Allocate("big", sku, 40))
    assert position() == 26 - 40


def test_demand_is_what_was_ordered_in_28_days_and_not_cancelled(bus: MessageBus, sku: str):
    bus.handle(commands.CreateBatch("b1", sku, 1_000))
    for n in range(4):
        bus.handle(commands.PlaceOrder("studio", f"o{n}", {sku: 28}))
    bus.handle(commands.CancelOrder("studio/o1"))
    bus.handle(commands.AmendOrder("studio/o2", {sku: 14}))
    old = timezone.now() - timedelta(days=28, minutes=1)
    OrderLine.objects.filter(orderid="studio/o3").update(accepted_at=old)

    bus.handle(commands.SetReorderPoint(sku, days=5))
    ReorderPoint.objects.update(demand=-1)
    tasks.measure_demand()
    assert ReorderPoint.objects.get().demand == 28 + 14


def test_days_of_cover_warn_when_the_demand_grows(bus: MessageBus, sku: str):
    bus.handle(commands.CreateBatch("b1", sku, 200))
    bus.handle(commands.SetReorderPoint(sku, days=28))
    tasks.check_reorder_points()
    assert warnings() == 0

    bus.handle(commands.Allocate("o1", sku, 100))
    tasks.measure_demand()
    tasks.check_reorder_points()
    assert warnings() == 1
    assert ReorderPoint.objects.get().demand == 100


def test_a_point_is_changed_and_removed(bus: MessageBus, low: str):
    bus.handle(commands.SetReorderPoint(low, units=5))
    assert not ReorderPoint.objects.get().low

    bus.handle(commands.SetReorderPoint(low, days=3, margin=50))
    point = ReorderPoint.objects.get()
    assert (point.units, point.days, point.margin) == (None, 3, 50)

    bus.handle(commands.RemoveReorderPoint(low))
    assert not ReorderPoint.objects.exists()
    with pytest.raises(UnknownReorderPoint):
        bus.handle(commands.RemoveReorderPoint(low))


def test_what_makes_no_sense_is_refused(bus: MessageBus, sku: str):
    with pytest.raises(InvalidSku):
        bus.handle(commands.SetReorderPoint("nobody knows it", units=1))
    bus.handle(commands.CreateBatch("b1", sku, 1))
    with pytest.raises(BadInput):
        bus.handle(commands.SetReorderPoint(sku, units=1, days=1))


def test_two_clocks_at_one_moment_cause_one_warning(bus: MessageBus, sku: str):
    def check(_: int) -> None:
        try:
            bus.handle(commands.CheckReorderPoint(sku))
        finally:
            connection.close()

    bus.handle(commands.CreateBatch("b1", sku, 20))
    bus.handle(commands.SetReorderPoint(sku, units=10))
    for n in range(10):
        bus.handle(commands.Allocate(f"o{n}", sku, 10))
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(check, range(4)))
        assert warnings() == n + 1
        bus.handle(commands.CreateBatch(f"more{n}", sku, 10))
        bus.handle(commands.CheckReorderPoint(sku))


def test_a_round_that_finds_nothing_is_one_query(bus: MessageBus):
    for n in range(5):
        bus.handle(commands.CreateBatch(f"b{n}", f"sku{n}", 20))
        bus.handle(commands.SetReorderPoint(f"sku{n}", units=10))
    with CaptureQueriesContext(connection) as asked:
        tasks.check_reorder_points()
    assert len(asked) == 1


def test_a_check_asks_no_more_for_more_lines(bus: MessageBus, sku: str):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            bus.handle(commands.CheckReorderPoint(sku))
        return len(asked)

    bus.handle(commands.CreateBatch("b1", sku, 2_000))
    bus.handle(commands.SetReorderPoint(sku, units=10))
    few = questions()
    for n in range(30):
        bus.handle(commands.Allocate(f"o{n}", sku, 1))
    assert questions() == few


def test_the_digest_names_what_is_low_what_comes_and_what_expires(bus: MessageBus, low: str):
    eta, soon = today() + timedelta(days=40), today() + timedelta(days=30)
    bus.handle(commands.CreateBatch("coming", low, 1, eta))
    bus.handle(commands.Allocate("waits", low, 50))
    bus.handle(commands.CreateBatch("soon", "OTHER", 7, None, soon))
    bus.handle(commands.CreateBatch("later", "OTHER", 7, None, soon + timedelta(days=1)))
    mail.outbox.clear()
    tasks.issue_purchasing_digest()

    [digest] = mail.outbox
    assert digest.to == ["purchasing@example.com"]
    assert f"{low}: position -39, 0.0 days of cover; reorder point 10 units" in digest.body
    assert f"1 free in batch coming, due {eta}" in digest.body
    assert "waiting: 50, order lines: 1" in digest.body
    assert f"soon (OTHER): 7 free, expires {soon}" in digest.body
    assert "later" not in digest.body


def test_two_clocks_send_one_digest_a_day(bus: MessageBus, low: str):
    def tick(_: int) -> None:
        try:
            tasks.issue_purchasing_digest()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tick, range(8)))
    assert len([m for m in mail.outbox if m.subject.startswith("Stock to buy")]) == 1
    assert JobPeriod.objects.count() == 1
    bus.handle(commands.IssuePurchasingDigest(today() + timedelta(days=1)))
    assert JobPeriod.objects.count() == 2


def test_nothing_is_sent_when_nothing_is_low(bus: MessageBus, sku: str):
    bus.handle(commands.CreateBatch("b1", sku, 20))
    bus.handle(commands.SetReorderPoint(sku, units=10))
    tasks.issue_purchasing_digest()
    assert mail.outbox == []


def test_the_digest_asks_no_more_for_more_skus(bus: MessageBus):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.purchasing_report(today())
        return len(asked)

    for n in range(6):
        bus.handle(commands.CreateBatch(f"b{n}", f"sku{n}", 5))
        bus.handle(commands.SetReorderPoint(f"sku{n}", units=10))
        assert questions() == 4
