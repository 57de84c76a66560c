"""The read model that GET /allocations/<orderid> shows."""

from datetime import date

import pytest

from allocation import queries
from allocation.models import StockMovement
from domain.allocation import commands
from messaging.bus import MessageBus

today = date(2026, 11, 20)
pytestmark = pytest.mark.django_db(transaction=True)


def test_allocations_view(bus: MessageBus):
    bus.handle(commands.CreateBatch("sku1batch", "sku1", 50, None))
    bus.handle(commands.CreateBatch("sku2batch", "sku2", 50, today))
    bus.handle(commands.Allocate("order1", "sku1", 20))
    bus.handle(commands.Allocate("order1", "sku2", 20))
    # a spurious batch and order to make sure we get the right ones
    bus.handle(commands.CreateBatch("sku1batch-later", "sku1", 50, today))
    bus.handle(commands.Allocate("otherorder", "sku1", 30))
    bus.handle(commands.Allocate("otherorder", "sku2", 10))

    assert queries.allocations("order1") == [
        {"sku": "sku1", "batchref": "sku1batch"},
        {"sku": "sku2", "batchref": "sku2batch"},
    ]


def test_deallocation(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "sku1", 50, None))
    bus.handle(commands.CreateBatch("b2", "sku1", 50, today))
    bus.handle(commands.Allocate("o1", "sku1", 40))
    bus.handle(commands.ChangeBatchQuantity("b1", 10))

    assert queries.allocations("o1") == [{"sku": "sku1", "batchref": "b2"}]


def test_an_order_that_waits_shows_nothing(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "sku1", 50, None))
    bus.handle(commands.Allocate("o1", "sku1", 40))
    bus.handle(commands.ChangeBatchQuantity("b1", 10))

    assert queries.allocations("o1") == []


def test_a_repeated_announcement_of_a_batch_that_was_released_meanwhile_changes_nothing(
    bus: MessageBus,
):
    announcement = commands.CreateBatch("b1", "sku1", 50, None, today, released=False)
    bus.handle(announcement)
    bus.handle(commands.ReleaseBatch("b1"))
    bus.handle(announcement)

    kinds = StockMovement.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["receive", "sell"]


def test_the_books_agree(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "sku1", 50, None))
    bus.handle(commands.CreateBatch("b2", "sku1", 5, today))
    for n in range(6):
        bus.handle(commands.Allocate(f"o{n}", "sku1", 9))
    bus.handle(commands.ChangeBatchQuantity("b1", 10))
    bus.handle(commands.ChangeBatchQuantity("b2", 30))

    assert queries.counter_differences() == []
    assert queries.misplaced_lines() == []


def test_books_that_disagree_are_found(bus: MessageBus, django_assert_num_queries):
    from allocation.models import Allocation, Batch

    bus.handle(commands.CreateBatch("b1", "sku1", 50, None))
    bus.handle(commands.CreateBatch("b2", "sku1", 50, None))
    bus.handle(commands.Allocate("o1", "sku1", 9))

    Batch.objects.filter(pk="b2").update(allocated_quantity=1)
    Allocation.objects.all().delete()

    with django_assert_num_queries(2):
        assert {row["batchref"] for row in queries.counter_differences()} == {"b1", "b2"}
        assert [row["orderid"] for row in queries.misplaced_lines()] == ["o1"]
