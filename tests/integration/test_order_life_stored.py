"""The whole life of orders on real PostgreSQL: ledger, counters, lines and read model agree."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from allocation import queries
from allocation.models import Batch, Order, OrderLine, Shipment
from config.bootstrap import bootstrap
from domain.kernel import Command
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from tests.fakes import FakePublisher
from tests.order_life import OrderLife

_EMPTY = """TRUNCATE allocation_product, allocation_batch, allocation_orderline, allocations_view,
    allocation_allocation, allocation_stockmovement, allocation_order, allocation_ordermoment,
    allocation_shipment, messaging_outbox, messaging_delivery CASCADE"""


class OrderLifeInPostgreSQL(OrderLife):
    """The real bus, on tables that are empty at first."""

    def __init__(self) -> None:
        self.bus = bootstrap(publish=FakePublisher(), clock=lambda: self.now)
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY)
        super().__init__()

    def handle(self, command: Command) -> Any:
        return self.bus.handle(command)

    def is_known(self, orderid: str) -> bool:
        return Order.objects.filter(orderid=orderid).exists()

    def shipped_of(self, orderid: str) -> dict[str, int]:
        lines = OrderLine.objects.filter(orderid=orderid)
        return dict(lines.values_list("sku_id", "shipped_quantity"))

    def expired_batches(self) -> list[str]:
        expired = Batch.objects.filter(expiry__lte=self.now.date()).exclude(status="expired")
        return list(expired.values_list("pk", flat=True))

    @invariant()
    def the_books_agree(self):
        assert queries.counter_differences() == []
        assert queries.misplaced_lines() == []

    @invariant()
    def every_accepted_unit_is_somewhere(self):
        lines = OrderLine.objects.values_list(
            "orderid", "sku_id", "qty", "cancelled_quantity", "shipped_quantity"
        )
        found = {(orderid, sku): qty - gone for orderid, sku, qty, gone, _ in lines}
        assert found == self.wanted
        sent = sum(units for shipment in Shipment.objects.all() for _, units in shipment.lines)
        assert sent == sum(line[4] for line in lines)

    @invariant()
    def no_line_waits_beside_stock_that_fits(self):
        today = self.now.date()
        for line in OrderLine.objects.filter(waiting_quantity__gt=0):
            rows = Batch.objects.filter(sku=line.sku_id, released=True)
            free = [
                b.purchased_quantity - b.allocated_quantity - b.shipped_quantity
                for b in rows
                if b.expiry is None or b.expiry > today
            ]
            wanted = 1 if line.splittable else line.waiting_quantity
            assert max(free, default=0) < wanted

    @invariant()
    def a_promise_is_never_earlier_than_the_last_batch(self):
        with connection.cursor() as cursor:
            cursor.execute("""SELECT l.orderid, l.promised, max(b.eta)
                FROM allocation_orderline l
                JOIN allocation_allocation a ON a.orderid = l.orderid AND a.sku = l.sku
                JOIN allocation_batch b ON b.reference = a.batchref
                WHERE l.waiting_quantity = 0 GROUP BY l.id
                HAVING l.promised IS NULL OR max(b.eta) > l.promised""")
            assert cursor.fetchall() == []

    @invariant()
    def the_facts_of_a_product_are_numbered_without_gaps(self):
        about = OutboxEvent.objects.filter(aggregate_id__in=["SEA-BREEZE", "FOREST", "JUNGLE"])
        for row in about.values("aggregate_id").annotate(total=Sum("version")).order_by():
            count = about.filter(aggregate_id=row["aggregate_id"]).count()
            assert row["total"] == count * (count + 1) // 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(900)
def test_the_life_of_orders(bus: MessageBus, full: bool):
    run_state_machine_as_test(
        OrderLifeInPostgreSQL,
        settings=settings(
            max_examples=150 if full else 25, stateful_step_count=30, deadline=timedelta(seconds=5)
        ),
    )
