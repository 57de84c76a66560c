"""The whole life of orders, under any sequence of commands: no unit is ever nowhere, or twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis.stateful import invariant

from domain.allocation.batch import Status
from domain.kernel import Command
from tests.fakes import bootstrap_test_app
from tests.order_life import SKUS, OrderLife


class OrderLifeOnFakes(OrderLife):
    """The service layer in memory, where all of its state can be looked at."""

    def __init__(self) -> None:
        self.app = bootstrap_test_app(clock=lambda: self.now)
        super().__init__()

    def handle(self, command: Command) -> Any:
        return self.app.handle(command)

    def is_known(self, orderid: str) -> bool:
        return self.app.uow.orders.get(orderid) is not None

    def shipped_of(self, orderid: str) -> dict[str, int]:
        claims = {product.sku: product.claims.get(orderid) for product in self.products}
        return {sku: claim.shipped for sku, claim in claims.items() if claim}

    def expired_batches(self) -> list[str]:
        batches = [batch for product in self.products for batch in product.batches]
        return [batch.reference for batch in batches if batch.is_expired(self.now.date())]

    @property
    def products(self):
        return [self.app.uow.products.get(sku) for sku in SKUS]

    @invariant()
    def no_batch_holds_more_than_it_has(self):
        for product in self.products:
            for batch in product.batches:
                assert batch.allocated_quantity == sum(batch.held.values())
                assert batch.allocated_quantity >= 0
                assert batch.shipped_quantity >= 0
                assert batch.allocated_quantity + batch.shipped_quantity <= batch.purchased_quantity
                assert batch.status is Status.RELEASED or not batch.held

    @invariant()
    def every_accepted_unit_is_allocated_waiting_shipped_or_cancelled(self):
        found = {}
        for product in self.products:
            for claim in product.claims.values():
                held = sum(b.held[claim.orderid] for b in product.holders(claim.orderid))
                assert min(held, claim.waiting, claim.shipped, claim.cancelled) >= 0
                assert held + claim.waiting + claim.shipped + claim.cancelled == claim.qty
                found[claim.orderid, product.sku] = claim.wanted
        assert found == self.wanted

    @invariant()
    def a_line_that_may_not_be_split_is_whole(self):
        for product in self.products:
            for claim in product.claims.values():
                if not claim.terms.splittable:
                    assert len(product.holders(claim.orderid)) <= 1
                    assert not (claim.held and claim.waiting)

    @invariant()
    def no_line_waits_beside_stock_that_fits(self):
        for product in self.products:
            offer = product.largest_offer(self.now.date())
            for claim in product.waiting.values():
                assert offer == 0 if claim.terms.splittable else claim.waiting > offer

    @invariant()
    def a_promise_is_never_earlier_than_the_last_batch(self):
        for product in self.products:
            for claim in product.claims.values():
                etas = [b.eta for b in product.holders(claim.orderid) if b.eta]
                if claim.held and not claim.waiting:
                    assert claim.promised is not None
                    assert claim.promised >= max(etas, default=claim.promised)

    @invariant()
    def the_read_model_shows_what_is_held_and_shipped(self):
        shown = Counter()
        for (orderid, sku, _), units in self.app.uow.allocations_view.units.items():
            shown[orderid, sku] += units
        held = Counter()
        for product in self.products:
            for claim in product.claims.values():
                held[claim.orderid, product.sku] += claim.held + claim.shipped
        assert +shown == +held

    @invariant()
    def the_ledger_bears_out_the_counters(self):
        totals: dict[str, Counter] = {}
        for event in self.app.uow.ledger.rows:
            sums = totals.setdefault(getattr(event, "batchref", None) or event.ref, Counter())
            match type(event).__name__:
                case "BatchCreated":
                    sums["purchased"] += event.qty
                case "BatchQuantityChanged":
                    sums["purchased"] += event.qty - event.old_qty
                case "BatchReceived":
                    sums["purchased"] += event.qty - event.expected
                case "Allocated":
                    sums["allocated"] += event.qty
                case "Deallocated":
                    sums["allocated"] -= event.qty
                case "UnitsShipped":
                    sums["allocated"] -= event.qty
                    sums["shipped"] += event.qty
        for product in self.products:
            for batch in product.batches:
                sums = totals[batch.reference]
                assert sums["purchased"] == batch.purchased_quantity
                assert sums["allocated"] == batch.allocated_quantity
                assert sums["shipped"] == batch.shipped_quantity


TestOrderLife = OrderLifeOnFakes.TestCase
TestOrderLife.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
