"""Products in PostgreSQL."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allocation.repository import ProductRepository
from domain.allocation import commands
from domain.allocation.order_line import OrderLine
from messaging.bus import MessageBus

TODAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db(transaction=True)


def test_get_by_batchref(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "sku1", 100, None))
    bus.handle(commands.CreateBatch("b2", "sku1", 100, None))
    bus.handle(commands.CreateBatch("b3", "sku2", 100, None))

    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        assert ProductRepository().get_by_batchref("b2").sku == "sku1"
        assert ProductRepository().get_by_batchref("b3").sku == "sku2"
        assert ProductRepository().get_by_batchref("b4") is None
        cursor.execute("ROLLBACK")


def test_the_same_product_is_the_same_object(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "sku1", 100, None))
    products = ProductRepository()

    assert products.get("sku1") is products.get_by_batchref("b1") is products.get("sku1")
    assert list(products.seen) == ["sku1"]


def test_a_line_brings_the_best_batch_that_fits_it_and_no_other(bus: MessageBus):
    for ref, qty, eta in [("small", 1, None), ("fits", 5, None), ("later", 50, TODAY)]:
        bus.handle(commands.CreateBatch(ref, "sku1", qty, eta))

    product = ProductRepository().get_for_line(OrderLine("o1", "sku1", 5), TODAY)

    assert [batch.reference for batch in product.batches] == ["fits"]


def test_what_expires_or_is_held_back_is_not_brought(bus: MessageBus):
    bus.handle(commands.CreateBatch("expired", "sku1", 5, None, expiry=TODAY))
    bus.handle(commands.CreateBatch("held", "sku1", 5, None, released=False))
    bus.handle(commands.CreateBatch("later", "sku1", 5, date(2027, 1, 1)))

    product = ProductRepository().get_for_line(OrderLine("o1", "sku1", 5), TODAY)

    assert [batch.reference for batch in product.batches] == ["later"]


def test_an_allocation_costs_the_same_with_10_lines_on_the_batch_and_with_10_000(bus: MessageBus):
    costs = []
    for sku, lines in [("few", 10), ("many", 10_000)]:
        bus.handle(
            commands.ImportStockAndOrders(
                sku,
                batches=(commands.CreateBatch(f"b-{sku}", sku, 20_000, None),),
                lines=tuple(OrderLine(f"{sku}-{n}", sku, 1) for n in range(lines)),
            )
        )
        with CaptureQueriesContext(connection) as queries:
            bus.handle(commands.Allocate("one-more", sku, 1))
        kinds = [query["sql"].split()[0] for query in queries]
        costs.append([kind for kind in kinds if kind not in ("PREPARE", "DEALLOCATE")])
    assert costs[0] == costs[1]
    assert costs[0][:4] == ["BEGIN", "EXECUTE", "UPDATE", "COMMIT"]


def test_a_shrink_costs_the_same_number_of_statements_for_1_line_and_for_100(bus: MessageBus):
    costs = []
    for sku, lines in [("few", 1), ("many", 100)]:
        bus.handle(
            commands.ImportStockAndOrders(
                sku,
                batches=(
                    commands.CreateBatch(f"b-{sku}", sku, 100, None),
                    commands.CreateBatch(f"c-{sku}", sku, 100, TODAY),
                ),
                lines=tuple(OrderLine(f"{sku}-{n}", sku, 1) for n in range(lines)),
            )
        )
        with CaptureQueriesContext(connection) as queries:
            bus.handle(commands.ChangeBatchQuantity(f"b-{sku}", 0))
        until_commit = [q["sql"] for q in queries][: [q["sql"] for q in queries].index("COMMIT")]
        costs.append(len(until_commit))
    assert costs[0] == costs[1]


def test_a_long_queue_is_read_only_as_far_as_the_stock_reaches(bus: MessageBus):
    bus.handle(
        commands.ImportStockAndOrders(
            "sku1",
            batches=(commands.CreateBatch("b1", "sku1", 1, None),),
            lines=tuple(OrderLine(f"o{n:04}", "sku1", 2) for n in range(2_500)),
        )
    )
    with CaptureQueriesContext(connection) as queries:
        bus.handle(commands.CreateBatch("b2", "sku1", 6, None))

    pages = [query for query in queries if "l.splittable OR" in query["sql"]]
    assert len(pages) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT orderid FROM allocations_view ORDER BY id")
        assert cursor.fetchall() == [("o0000",), ("o0001",), ("o0002",)]
