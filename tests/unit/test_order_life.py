"""The whole life of orders, under any sequence of commands: no unit is ever nowhere, or twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.allocation import commands
from domain.allocation.batch import Status
from domain.kernel import DomainError
from tests.fakes import NOW, bootstrap_test_app

SKUS = ["SEA-BREEZE", "FOREST", "JUNGLE"]
A_SKU = st.sampled_from(SKUS)
A_REF = st.sampled_from([f"b{n}" for n in range(6)])
AN_ORDER = st.sampled_from([f"o{n}" for n in range(6)])
A_CUSTOMER = st.sampled_from(["studio", "theatre"])
UNITS = st.integers(1, 12)
DAYS = st.integers(1, 4)


class OrderLife(RuleBasedStateMachine):
    """Place, amend, cancel, receive, shrink, block, expire and ship; the service layer on fakes."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.app = bootstrap_test_app(clock=lambda: self.now)
        for sku in SKUS:
            self.app.handle(commands.CreateBatch(f"first-{sku}", sku, 10, None))
        self.wanted: dict[tuple[str, str], int] = {}
        self.shipments = 0

    def order(self, command: object) -> object:
        """The answer; None when it was refused."""
        try:
            return self.app.handle(command) or True
        except DomainError:
            return None

    def day(self, days: int | None):
        return None if days is None else self.now.date() + timedelta(days=days)

    @rule(ref=A_REF, sku=A_SKU, qty=UNITS, eta=st.none() | DAYS, keeps=st.none() | DAYS)
    def create(self, ref, sku, qty, eta, keeps):
        self.order(commands.CreateBatch(ref, sku, qty, self.day(eta), self.day(keeps)))

    @rule(
        customer=A_CUSTOMER,
        reference=AN_ORDER,
        lines=st.dictionaries(A_SKU, UNITS, min_size=1),
        partial=st.booleans(),
        priority=st.integers(0, 2),
    )
    def place(self, customer, reference, lines, partial, priority):
        command = commands.PlaceOrder(
            customer, reference, lines, allow_partial=partial, priority=priority
        )
        is_new = self.app.uow.orders.get(command.orderid) is None
        if self.order(command) and is_new:
            self.wanted.update({(command.orderid, sku): qty for sku, qty in lines.items()})

    @rule(orderid=AN_ORDER, sku=A_SKU, qty=UNITS)
    def allocate(self, orderid, sku, qty):
        if self.order(commands.Allocate(orderid, sku, qty)):
            self.wanted[orderid, sku] = qty

    @rule(
        customer=A_CUSTOMER,
        reference=AN_ORDER,
        lines=st.dictionaries(A_SKU, st.integers(0, 14)),
    )
    def amend(self, customer, reference, lines):
        orderid = f"{customer}/{reference}"
        if self.order(commands.AmendOrder(orderid, lines)):
            for sku, qty in lines.items():
                if qty or (orderid, sku) in self.wanted:
                    self.wanted[orderid, sku] = qty

    @rule(customer=A_CUSTOMER, reference=AN_ORDER)
    def cancel(self, customer, reference):
        orderid = f"{customer}/{reference}"
        if self.order(commands.CancelOrder(orderid)):
            for product in self.products:
                if claim := product.claims.get(orderid):
                    self.wanted[orderid, product.sku] = claim.shipped

    @rule(customer=A_CUSTOMER, reference=AN_ORDER, sku=st.none() | A_SKU, qty=UNITS)
    def ship(self, customer, reference, sku, qty):
        self.shipments += 1
        lines = {sku: qty} if sku else None
        number = f"S{self.shipments}"
        shipment = self.order(commands.ShipOrder(number, f"{customer}/{reference}", lines))
        assert shipment is None or shipment.lines

    @rule(ref=A_REF, qty=st.integers(0, 20))
    def change_quantity(self, ref, qty):
        self.order(commands.ChangeBatchQuantity(ref, qty))

    @rule(ref=A_REF, qty=st.integers(1, 5))
    def scrap(self, ref, qty):
        self.order(commands.ScrapUnits(ref, qty, "broken"))

    @rule(ref=A_REF, qty=st.integers(0, 14), rest=st.none() | DAYS)
    def receive(self, ref, qty, rest):
        self.order(commands.ReceiveBatch(ref, qty, self.day(rest)))

    @rule(ref=A_REF, days=DAYS)
    def move_eta(self, ref, days):
        self.order(commands.ChangeBatchEta(ref, self.day(days)))

    @rule(ref=A_REF)
    def block(self, ref):
        self.order(commands.BlockBatch(ref, "a doubt"))

    @rule(ref=A_REF)
    def release(self, ref):
        self.order(commands.ReleaseBatch(ref))

    @rule(days=DAYS)
    def night_falls(self, days):
        """The clock moves on, and what has expired is taken out of sale."""
        self.now += timedelta(days=days)
        for product in self.products:
            for batch in product.batches:
                if batch.is_expired(self.now.date()):
                    self.order(commands.ExpireBatch(batch.reference))

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


OrderLife.TestCase.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
TestOrderLife = OrderLife.TestCase
