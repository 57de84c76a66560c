"""The service layer, on fakes."""

from datetime import date, timedelta

import pytest

from domain.allocation import commands
from domain.allocation.order_line import OrderLine
from domain.allocation.product import BatchConflict, InvalidSku, UnknownBatch
from tests.fakes import NOW, bootstrap_test_app


class TestAddBatch:
    def test_for_new_product(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "SEA-BREEZE", 100, None))
        assert app.uow.products.get("SEA-BREEZE") is not None
        assert app.uow.committed

    def test_for_existing_product(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "FOREST", 100, None))
        app.handle(commands.CreateBatch("b2", "FOREST", 99, None))
        assert "b2" in [batch.reference for batch in app.uow.products.get("FOREST").batches]

    def test_a_reference_that_belongs_to_another_sku_is_a_conflict(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "FOREST", 100, None))
        with pytest.raises(BatchConflict):
            app.handle(commands.CreateBatch("b1", "JUNGLE", 100, None))

    def test_serves_the_lines_that_wait(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "FOREST", 1, None))
        app.handle(commands.Allocate("o1", "FOREST", 10))

        app.handle(commands.CreateBatch("b2", "FOREST", 10, date(2027, 1, 1)))

        assert app.uow.allocations_view.rows == [("o1", "FOREST", "b2")]


class TestAllocate:
    def test_allocates(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("batch1", "NIGHTCLUB", 100, None))
        app.handle(commands.Allocate("o1", "NIGHTCLUB", 10))
        [batch] = app.uow.products.get("NIGHTCLUB").batches
        assert batch.available_quantity == 90

    def test_errors_for_invalid_sku(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "A-REAL-SKU", 100, None))

        with pytest.raises(InvalidSku, match="Invalid sku NONEXISTENTSKU"):
            app.handle(commands.Allocate("o1", "NONEXISTENTSKU", 10))

    def test_commits(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "JUNGLE", 100, None))
        app.uow.committed = False
        app.handle(commands.Allocate("o1", "JUNGLE", 10))
        assert app.uow.committed

    def test_sends_email_on_out_of_stock_error(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "BUSY-STREET", 9, None))
        app.handle(commands.Allocate("o1", "BUSY-STREET", 10))
        assert app.notifications.sent["stock@made.com"] == ["Out of stock for BUSY-STREET"]

    def test_publishes_what_was_allocated(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "FOREST", 9, None))
        app.handle(commands.Allocate("o1", "FOREST", 2))
        expected = {"orderid": "o1", "sku": "FOREST", "qty": 2, "batchref": "b1"}
        assert app.publish.messages == [("line_allocated", expected)]

    def test_passes_over_what_expires_today(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("b1", "FOREST", 9, None, expiry=NOW.date()))
        app.handle(commands.CreateBatch("b2", "FOREST", 9, NOW.date() + timedelta(days=30)))
        assert app.handle(commands.Allocate("o1", "FOREST", 2)) == "b2"


class TestChangeBatchQuantity:
    def test_changes_available_quantity(self):
        app = bootstrap_test_app()
        app.handle(commands.CreateBatch("batch1", "FOREST", 100, None))
        [batch] = app.uow.products.get(sku="FOREST").batches
        assert batch.available_quantity == 100

        app.handle(commands.ChangeBatchQuantity("batch1", 50))

        assert batch.available_quantity == 50

    def test_reallocates_if_necessary(self):
        app = bootstrap_test_app()
        for message in [
            commands.CreateBatch("batch1", "JUNGLE", 50, None),
            commands.CreateBatch("batch2", "JUNGLE", 50, date(2026, 11, 20)),
            commands.Allocate("order1", "JUNGLE", 20),
            commands.Allocate("order2", "JUNGLE", 20),
        ]:
            app.handle(message)
        [batch1, batch2] = app.uow.products.get(sku="JUNGLE").batches
        assert batch1.available_quantity == 10
        assert batch2.available_quantity == 50

        app.handle(commands.ChangeBatchQuantity("batch1", 25))

        # order1 or order2 is deallocated, so there are 25 - 20 left,
        assert batch1.available_quantity == 5
        # and 20 are taken from the next batch
        assert batch2.available_quantity == 30
        assert app.uow.allocations_view.rows == [
            ("order1", "JUNGLE", "batch1"),
            ("order2", "JUNGLE", "batch2"),
        ]

    def test_an_unknown_batch_is_refused(self):
        app = bootstrap_test_app()
        with pytest.raises(UnknownBatch):
            app.handle(commands.ChangeBatchQuantity("nowhere", 25))


def test_a_held_batch_serves_the_queue_when_it_is_released():
    app = bootstrap_test_app()
    app.handle(commands.CreateBatch("b1", "FOREST", 10, None, released=False))
    app.handle(commands.Allocate("o1", "FOREST", 2))
    assert not app.uow.allocations_view.rows

    app.handle(commands.ReleaseBatch("b1"))

    assert app.uow.allocations_view.rows == [("o1", "FOREST", "b1")]


def test_a_file_of_stock_and_orders_is_served_in_file_order():
    app = bootstrap_test_app()
    answers = app.handle(
        commands.ImportStockAndOrders(
            "FOREST",
            batches=(commands.CreateBatch("b1", "FOREST", 10, None),),
            lines=(
                OrderLine("o1", "FOREST", 6),
                OrderLine("o2", "FOREST", 6),
                OrderLine("o3", "FOREST", 4),
            ),
        )
    )
    assert answers == ["b1", None, "b1"]


def test_one_subscriber_that_fails_does_not_stop_the_command():
    app = bootstrap_test_app()
    app.handle(commands.CreateBatch("b1", "FOREST", 10, None))
    app.publish.messages = None  # every publication fails now

    app.handle(commands.Allocate("o1", "FOREST", 2))

    assert app.uow.allocations_view.rows == [("o1", "FOREST", "b1")]
