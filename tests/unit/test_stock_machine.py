"""The invariants of the stock, under any sequence of commands."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.allocation import commands
from domain.kernel import DomainError
from tests.fakes import NOW, bootstrap_test_app

SKUS = st.sampled_from(["SEA-BREEZE", "FOREST"])
REFS = st.sampled_from([f"b{n}" for n in range(5)])
ORDERS = st.sampled_from([f"o{n}" for n in range(8)])
UNITS = st.integers(1, 12)
ETAS = st.one_of(st.none(), st.integers(0, 3).map(lambda n: date(2027, 1, 1) + timedelta(days=n)))


class StockMachine(RuleBasedStateMachine):
    """Create, allocate and change quantities in any order; the service layer on fakes."""

    def __init__(self) -> None:
        super().__init__()
        self.app = bootstrap_test_app()
        self.accepted: dict[tuple[str, str], int] = {}

    def order(self, command: object) -> bool:
        try:
            self.app.handle(command)
        except DomainError:
            return False
        return True

    @rule(ref=REFS, sku=SKUS, qty=UNITS, eta=ETAS, released=st.booleans())
    def create(self, ref, sku, qty, eta, released):
        self.order(commands.CreateBatch(ref, sku, qty, eta, None, released))

    @rule(orderid=ORDERS, sku=SKUS, qty=UNITS)
    def allocate(self, orderid, sku, qty):
        if self.order(commands.Allocate(orderid, sku, qty)):
            assert self.accepted.setdefault((orderid, sku), qty) == qty

    @rule(ref=REFS, qty=st.integers(0, 20))
    def change_quantity(self, ref, qty):
        self.order(commands.ChangeBatchQuantity(ref, qty))

    @rule(ref=REFS)
    def release(self, ref):
        self.order(commands.ReleaseBatch(ref))

    @property
    def products(self):
        found = (self.app.uow.products.get(sku) for sku in ("SEA-BREEZE", "FOREST"))
        return [product for product in found if product]

    @invariant()
    def no_batch_holds_more_than_it_has(self):
        for product in self.products:
            for batch in product.batches:
                held = sum(batch.held.values())
                assert 0 <= batch.allocated_quantity == held <= batch.purchased_quantity
                assert batch.released or not held

    @invariant()
    def every_accepted_line_is_on_one_batch_or_waits(self):
        places = [
            (claim.orderid, product.sku, claim.qty)
            for product in self.products
            for claim in product.claims.values()
            if claim.held + claim.waiting == claim.qty
            and claim.held == sum(b.held[claim.orderid] for b in product.holders(claim.orderid))
        ]
        expected = [(orderid, sku, qty) for (orderid, sku), qty in self.accepted.items()]
        assert sorted(places) == sorted(expected)

    @invariant()
    def no_line_waits_beside_stock_that_fits(self):
        for product in self.products:
            for claim in product.waiting.values():
                assert claim.waiting > product.largest_offer(NOW.date())

    @invariant()
    def the_read_model_shows_what_the_batches_hold(self):
        shown = sorted(self.app.uow.allocations_view.rows)
        held = sorted(
            (orderid, product.sku, batch.reference)
            for product in self.products
            for batch in product.batches
            for orderid in batch.held
        )
        assert shown == held


StockMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestStock = StockMachine.TestCase
