"""Rules of the batch."""

from datetime import date

import pytest

from domain.allocation.batch import Batch, Status
from domain.allocation.order_line import OrderLine
from domain.kernel import BadInput


def make_batch_and_line(sku: str, batch_qty: int, line_qty: int) -> tuple[Batch, OrderLine]:
    batch = Batch("batch-001", sku, batch_qty, eta=date(2026, 11, 20))
    return batch, OrderLine("order-123", sku, line_qty)


def test_allocating_to_a_batch_reduces_the_available_quantity():
    batch, line = make_batch_and_line("SEA-BREEZE", 20, 2)

    batch.allocate(line)

    assert batch.available_quantity == 18
    assert batch.allocated_quantity == 2


def test_can_allocate_if_available_greater_than_required():
    large_batch, small_line = make_batch_and_line("JUNGLE", 20, 2)
    assert large_batch.can_allocate(small_line)


def test_cannot_allocate_if_available_smaller_than_required():
    small_batch, large_line = make_batch_and_line("JUNGLE", 2, 20)
    assert not small_batch.can_allocate(large_line)


def test_can_allocate_if_available_equal_to_required():
    batch, line = make_batch_and_line("JUNGLE", 2, 2)
    assert batch.can_allocate(line)


def test_cannot_allocate_if_skus_do_not_match():
    batch = Batch("batch-001", "FOREST", 100, eta=None)
    assert not batch.can_allocate(OrderLine("order-123", "NIGHTCLUB", 10))


def test_allocation_is_idempotent():
    batch, line = make_batch_and_line("FOREST", 20, 2)

    batch.allocate(line)
    batch.allocate(line)

    assert batch.available_quantity == 18


def test_deallocate():
    batch, line = make_batch_and_line("FOREST", 20, 2)

    batch.allocate(line)
    batch.deallocate(line)

    assert batch.available_quantity == 20


def test_can_only_deallocate_allocated_lines():
    batch, line = make_batch_and_line("FOREST", 20, 2)

    batch.deallocate(line)

    assert batch.available_quantity == 20


def test_a_line_that_does_not_fit_changes_nothing():
    batch, line = make_batch_and_line("FOREST", 2, 3)

    batch.allocate(line)

    assert batch.available_quantity == 2


def test_a_batch_knows_how_much_is_allocated_to_lines_that_are_not_loaded():
    batch = Batch("batch-001", "FOREST", 20, eta=None, allocated=19)
    assert not batch.can_allocate(OrderLine("order-123", "FOREST", 2))


def test_an_expired_batch_is_never_chosen():
    batch = Batch("batch-001", "FOREST", 20, eta=None, expiry=date(2026, 11, 20))
    line = OrderLine("order-123", "FOREST", 2)

    assert batch.can_allocate(line, today=date(2026, 11, 19))
    assert not batch.can_allocate(line, today=date(2026, 11, 20))


def test_a_batch_that_is_held_back_is_never_chosen():
    batch = Batch("batch-001", "FOREST", 20, eta=None, status=Status.QUARANTINE)
    assert not batch.can_allocate(OrderLine("order-123", "FOREST", 2))


def test_batches_are_preferred_by_eta_then_expiry_then_reference():
    soon, later = date(2026, 12, 1), date(2027, 1, 1)
    in_order = [
        Batch("z", "FOREST", 1, eta=None, expiry=soon),
        Batch("y", "FOREST", 1, eta=None, expiry=later),
        Batch("a", "FOREST", 1, eta=None),
        Batch("b", "FOREST", 1, eta=None),
        Batch("c", "FOREST", 1, eta=soon),
        Batch("0", "FOREST", 1, eta=later),
    ]
    mixed = [in_order[n] for n in (3, 5, 1, 0, 4, 2)]
    assert sorted(mixed) == in_order


@pytest.mark.parametrize("qty", [0, -1, 1.5, "3", True, None, 10**12])
def test_an_order_line_wants_a_whole_number_of_units(qty):
    with pytest.raises(BadInput):
        OrderLine("order-123", "FOREST", qty)
