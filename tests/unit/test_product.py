"""Rules of the product: which batch serves a line, and who waits."""

from datetime import date, timedelta

import pytest

from domain.allocation import events
from domain.allocation.batch import Batch, Status
from domain.allocation.claim import Claim
from domain.allocation.demand import LineConflict
from domain.allocation.order_line import OrderLine
from domain.allocation.product import BatchConflict, Product, UnknownBatch

today = date(2026, 11, 20)
tomorrow = today + timedelta(days=1)
later = tomorrow + timedelta(days=10)


def test_prefers_warehouse_batches_to_shipments():
    in_stock_batch = Batch("in-stock-batch", "SEA-BREEZE", 100, eta=None)
    shipment_batch = Batch("shipment-batch", "SEA-BREEZE", 100, eta=tomorrow)
    product = Product(sku="SEA-BREEZE", batches=[in_stock_batch, shipment_batch])

    product.allocate(OrderLine("oref", "SEA-BREEZE", 10))

    assert in_stock_batch.available_quantity == 90
    assert shipment_batch.available_quantity == 100


def test_prefers_earlier_batches():
    earliest = Batch("speedy-batch", "SEA-BREEZE", 100, eta=today)
    medium = Batch("normal-batch", "SEA-BREEZE", 100, eta=tomorrow)
    latest = Batch("slow-batch", "SEA-BREEZE", 100, eta=later)
    product = Product(sku="SEA-BREEZE", batches=[medium, earliest, latest])

    product.allocate(OrderLine("order1", "SEA-BREEZE", 10))

    assert earliest.available_quantity == 90
    assert medium.available_quantity == 100
    assert latest.available_quantity == 100


def test_returns_allocated_batch_ref():
    in_stock_batch = Batch("in-stock-batch-ref", "FOREST", 100, eta=None)
    shipment_batch = Batch("shipment-batch-ref", "FOREST", 100, eta=tomorrow)
    product = Product(sku="FOREST", batches=[in_stock_batch, shipment_batch])

    allocation = product.allocate(OrderLine("oref", "FOREST", 10))

    assert allocation == in_stock_batch.reference


def test_outputs_allocated_event():
    batch = Batch("batchref", "NIGHTCLUB", 100, eta=None)
    product = Product(sku="NIGHTCLUB", batches=[batch])

    product.allocate(OrderLine("oref", "NIGHTCLUB", 10))

    expected = events.Allocated(orderid="oref", sku="NIGHTCLUB", qty=10, batchref="batchref")
    assert product.events[-1] == expected


def test_records_out_of_stock_event_if_cannot_allocate():
    product = Product(sku="JUNGLE", batches=[Batch("batch1", "JUNGLE", 10, eta=today)])
    product.allocate(OrderLine("order1", "JUNGLE", 10))

    allocation = product.allocate(OrderLine("order2", "JUNGLE", 1))

    assert product.events[-1] == events.OutOfStock(sku="JUNGLE")
    assert allocation is None


def test_increments_version_number():
    product = Product(sku="FOREST", batches=[Batch("b", "FOREST", 100, eta=None)], version_number=7)

    product.allocate(OrderLine("oref", "FOREST", 10))

    assert product.version_number == 8


def test_the_same_line_again_answers_as_the_first_time():
    batch = Batch("b1", "FOREST", 10, eta=None)
    product = Product("FOREST", [batch, Batch("b2", "FOREST", 10, eta=None)])
    line = OrderLine("oref", "FOREST", 10)

    assert product.allocate(line) == product.allocate(line) == "b1"

    assert len(product.events) == 1


def test_the_same_line_with_another_quantity_is_a_conflict():
    product = Product("FOREST", [Batch("b1", "FOREST", 10, eta=None)])
    product.allocate(OrderLine("oref", "FOREST", 1))

    with pytest.raises(LineConflict):
        product.allocate(OrderLine("oref", "FOREST", 2))


def test_a_line_that_waits_is_not_queued_twice():
    product = Product("FOREST", [Batch("b1", "FOREST", 1, eta=None)])
    product.allocate(OrderLine("oref", "FOREST", 2))
    product.allocate(OrderLine("oref", "FOREST", 2))

    assert list(product.waiting) == ["oref"]
    assert product.events == [
        events.Backordered("oref", "FOREST", 2),
        events.OutOfStock("FOREST"),
    ]


def test_the_same_batch_again_changes_nothing():
    product = Product("FOREST", [Batch("b1", "FOREST", 10, eta=None)])
    product.add_batch(Batch("b1", "FOREST", 10, eta=None))
    assert not product.events


def test_the_same_batch_after_a_correction_is_still_the_same():
    product = Product("FOREST", [Batch("b1", "FOREST", 10, eta=None)])
    product.change_batch_quantity("b1", 5)
    product.take_events()

    product.add_batch(Batch("b1", "FOREST", 10, eta=None))

    assert not product.events
    assert product.batch("b1").purchased_quantity == 5


def test_the_same_reference_with_other_contents_is_a_conflict():
    product = Product("FOREST", [Batch("b1", "FOREST", 10, eta=None)])
    with pytest.raises(BatchConflict):
        product.add_batch(Batch("b1", "FOREST", 10, eta=today))


@pytest.mark.parametrize(
    "other",
    [
        Batch("b1", "FOREST", 11, eta=None),
        Batch("b1", "FOREST", 10, eta=None, expiry=later),
        Batch("b1", "FOREST", 10, eta=None, status=Status.QUARANTINE),
    ],
)
def test_each_part_of_an_announcement_counts(other):
    product = Product("FOREST", [Batch("b1", "FOREST", 10, eta=None)])
    with pytest.raises(BatchConflict):
        product.add_batch(other)


def test_a_batch_that_grows_releases_nobody():
    product = Product("FOREST", [Batch("b1", "FOREST", 10, eta=None)])
    product.allocate(OrderLine("o1", "FOREST", 10))
    product.take_events()

    product.change_batch_quantity("b1", 20)

    assert product.events == [events.BatchQuantityChanged("b1", "FOREST", 10, 20)]


def test_a_quantity_that_stays_is_no_event():
    product = Product("FOREST", [Batch("b1", "FOREST", 10, eta=None)])
    product.change_batch_quantity("b1", 10)
    assert not product.events


def test_changing_an_unknown_batch_is_refused():
    with pytest.raises(UnknownBatch):
        Product("FOREST").change_batch_quantity("b1", 10)


def test_a_line_that_lost_its_batch_waits_until_it_is_given_another():
    product = Product(
        "FOREST", [Batch("b1", "FOREST", 10, eta=None), Batch("b2", "FOREST", 10, eta=today)]
    )
    product.allocate(OrderLine("o1", "FOREST", 10))
    product.change_batch_quantity("b1", 9)
    assert list(product.waiting) == ["o1"]

    product.reallocate("o1")

    assert product.events[-1] == events.Allocated("o1", "FOREST", 10, "b2")
    assert not product.waiting


def test_a_shortage_is_told_once_however_many_lines_it_hits():
    product = Product("FOREST", [Batch("b1", "FOREST", 10, eta=None)])
    for n in range(10):
        product.allocate(OrderLine(f"o{n}", "FOREST", 1))
    product.take_events()

    product.change_batch_quantity("b1", 0)
    for n in range(10):
        product.reallocate(f"o{n}")

    assert product.events.count(events.OutOfStock("FOREST")) == 1


def test_the_queue_is_served_oldest_promise_first_and_passes_what_does_not_fit():
    product = Product("FOREST")
    for orderid, qty in [("old-large", 8), ("old-small", 3), ("young", 3)]:
        product.allocate(OrderLine(orderid, "FOREST", qty))
    product.add_batch(Batch("b1", "FOREST", 5, eta=None))
    product.take_events()

    product.fill_backorders()

    assert product.events == [events.Allocated("old-small", "FOREST", 3, "b1")]
    assert list(product.waiting) == ["old-large", "young"]


def test_stock_that_is_held_back_serves_the_queue_once_it_is_released():
    product = Product("FOREST")
    product.allocate(OrderLine("o1", "FOREST", 3))
    product.add_batch(Batch("b1", "FOREST", 5, eta=None, status=Status.QUARANTINE))
    product.fill_backorders()
    assert list(product.waiting) == ["o1"]

    product.release_batch("b1")
    product.fill_backorders()

    assert product.events[-1] == events.Allocated("o1", "FOREST", 3, "b1")


def test_lines_that_wait_elsewhere_are_served_in_the_same_order():
    stored = [Claim("o1", 2, 4, waiting=2), Claim("o3", 2, 9, waiting=2)]
    product = Product(
        "FOREST",
        [Batch("b1", "FOREST", 4, eta=None)],
        version_number=10,
        claims=[Claim("o2", 2, 6, waiting=2)],
        more_waiting=iter(stored),
    )

    product.fill_backorders()

    assert [event.orderid for event in product.events] == ["o1", "o2"]
