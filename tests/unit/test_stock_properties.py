"""Laws of a single batch and product, for any numbers."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.allocation.batch import Batch
from domain.allocation.order_line import OrderLine
from domain.allocation.product import Product

UNITS = st.integers(1, 1_000)


@given(st.integers(0, 1_000), st.lists(UNITS))
def test_a_batch_is_never_over_allocated(purchased, quantities):
    batch = Batch("b", "FOREST", purchased, None)
    for n, qty in enumerate(quantities):
        batch.allocate(OrderLine(f"o{n}", "FOREST", qty))
    assert 0 <= batch.allocated_quantity <= batch.purchased_quantity


@given(UNITS, UNITS)
def test_allocate_then_deallocate_is_neutral(purchased, qty):
    batch, line = Batch("b", "FOREST", purchased, None), OrderLine("o", "FOREST", qty)
    batch.allocate(line)
    batch.deallocate(line)
    assert batch.available_quantity == purchased


@given(st.permutations([None, *(date(2027, 1, n) for n in range(1, 6))]), UNITS)
def test_the_order_in_which_batches_are_announced_does_not_matter(etas, qty):
    product = Product("FOREST", [Batch(f"b{eta}", "FOREST", qty, eta) for eta in etas])
    assert product.allocate(OrderLine("o", "FOREST", qty)) == "bNone"


@given(UNITS, st.lists(UNITS, min_size=1, max_size=20), st.integers(0, 1_000))
def test_a_shrink_keeps_all_units_accounted_for(purchased, quantities, left):
    product = Product("FOREST", [Batch("b", "FOREST", purchased, None)])
    for n, qty in enumerate(quantities):
        product.allocate(OrderLine(f"o{n}", "FOREST", qty))
    product.change_batch_quantity("b", left)
    batch = product.batch("b")
    assert 0 <= batch.allocated_quantity <= left == batch.purchased_quantity
    assert sum(quantities) == batch.allocated_quantity + sum(
        claim.waiting for claim in product.waiting.values()
    )
