"""The unit of work on real transactions."""

from __future__ import annotations

import threading

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from allocation.models import AllocationView, Batch, Product
from config.bootstrap import UnitOfWork, stored
from domain.allocation import commands
from domain.allocation.order_line import OrderLine
from domain.allocation.product import InvalidSku
from messaging.bus import MessageBus
from messaging.errors import ConcurrentUpdate
from messaging.models import OutboxEvent

pytestmark = pytest.mark.django_db(transaction=True)


def unit(*, locking: bool = False) -> UnitOfWork:
    return stored(timezone.now)(actor="test", locking=locking)


def insert_batch(ref: str, sku: str, qty: int) -> None:
    Product.objects.create(sku=sku, version_number=1)
    Batch.objects.create(reference=ref, sku_id=sku, purchased_quantity=qty, announced_quantity=qty)


def get_allocated_batch_ref(orderid: str, sku: str) -> str:
    return AllocationView.objects.get(orderid=orderid, sku=sku).batchref


def test_uow_can_retrieve_a_batch_and_allocate_to_it(bus: MessageBus):
    insert_batch("batch1", "SEA-BREEZE", 100)

    uow = unit()
    uow.projections = bus._projections
    with uow:
        product = uow.products.get(sku="SEA-BREEZE")
        product.allocate(OrderLine("o1", "SEA-BREEZE", 10))
        uow.commit()

    assert get_allocated_batch_ref("o1", "SEA-BREEZE") == "batch1"


def test_rolls_back_uncommitted_work_by_default(bus: MessageBus):
    with unit():
        insert_batch("batch1", "MEDIUM-PLINTH", 100)

    assert not Batch.objects.exists()


def test_rolls_back_on_error(bus: MessageBus):
    class MyException(Exception):
        pass

    with pytest.raises(MyException), unit():
        insert_batch("batch1", "LARGE-FORK", 100)
        raise MyException

    assert not Batch.objects.exists()


def try_to_allocate(
    orderid: str, sku: str, meet: threading.Barrier, exceptions: list[Exception]
) -> None:
    line = OrderLine(orderid, sku, 10)
    try:
        with unit() as uow:
            product = uow.products.get_for_line(line, timezone.now().date())
            product.allocate(line)
            meet.wait(timeout=10)  # both have read version 1 now
            uow.commit()
    except ConcurrentUpdate as error:
        exceptions.append(error)
    finally:
        connection.close()


def test_concurrent_updates_to_version_are_not_allowed(bus: MessageBus):
    """Two plans for the same units, made on the same version: one holds, the other is void."""
    insert_batch("batch1", "NIGHTCLUB", 10)
    meet, exceptions = threading.Barrier(2), []
    threads = [
        threading.Thread(target=try_to_allocate, args=(orderid, "NIGHTCLUB", meet, exceptions))
        for orderid in ("order1", "order2")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Product.objects.get().version_number == 2
    [exception] = exceptions
    assert "somebody else took the stock first" in str(exception)
    assert Batch.objects.get().allocated_quantity == 10
    assert OutboxEvent.objects.count() == 1


def test_a_conflict_is_planned_again_and_does_not_reach_the_caller(bus: MessageBus):
    insert_batch("batch1", "NIGHTCLUB", 10)
    answers: list[str | None] = []

    def order(orderid: str) -> None:
        try:
            answers.append(bus.handle(commands.Allocate(orderid, "NIGHTCLUB", 10)))
        finally:
            connection.close()

    threads = [threading.Thread(target=order, args=(f"o{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers, key=str) == [None] * 7 + ["batch1"]


def test_works_inside_an_outer_transaction_and_shares_its_fate(bus: MessageBus):
    class OuterFailure(Exception):
        pass

    with pytest.raises(OuterFailure), transaction.atomic():
        bus.handle(commands.CreateBatch("b1", "FOREST", 10, None))
        with pytest.raises(InvalidSku):
            bus.handle(commands.Allocate("o1", "UNKNOWN", 1))
        bus.handle(commands.Allocate("o1", "FOREST", 1))
        assert Batch.objects.get().allocated_quantity == 1
        raise OuterFailure

    assert not Batch.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_a_command_that_is_refused_stores_nothing_and_leaves_the_outer_transaction_whole(
    bus: MessageBus,
):
    with transaction.atomic():
        bus.handle(commands.CreateBatch("b1", "FOREST", 10, None))
        with pytest.raises(InvalidSku):
            bus.handle(commands.Allocate("o1", "UNKNOWN", 1))

    assert Batch.objects.count() == 1


def test_a_connection_that_broke_before_the_commit_is_tried_once_more(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "FOREST", 10, None))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()

    def terminate() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        connection.close()

    thread = threading.Thread(target=terminate)
    thread.start()
    thread.join()

    assert bus.handle(commands.Allocate("o1", "FOREST", 1)) == "b1"


def test_events_carry_the_aggregate_and_gapless_versions(bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "FOREST", 10, None))
    bus.handle(commands.Allocate("o1", "FOREST", 10))
    bus.handle(commands.Allocate("o2", "FOREST", 10))
    bus.handle(commands.ChangeBatchQuantity("b1", 0))
    bus.handle(commands.ChangeBatchQuantity("b1", 20))

    log = list(OutboxEvent.objects.order_by("version").values_list("version", flat=True))
    assert log == list(range(1, Product.objects.get().version_number + 1))
    assert set(OutboxEvent.objects.values_list("aggregate_id", flat=True)) == {"FOREST"}


def teardown_module() -> None:
    close_old_connections()
