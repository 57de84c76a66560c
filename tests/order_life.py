"""The life of orders as hypothesis lives it: any command, in any order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from domain.allocation import commands
from domain.kernel import Command, DomainError
from tests.fakes import NOW

SKUS = ["SEA-BREEZE", "FOREST", "JUNGLE"]
A_SKU = st.sampled_from(SKUS)
A_REF = st.sampled_from([f"b{n}" for n in range(6)])
AN_ORDER = st.sampled_from([f"o{n}" for n in range(6)])
A_CUSTOMER = st.sampled_from(["studio", "theatre"])
UNITS = st.integers(1, 12)
DAYS = st.integers(1, 4)


class OrderLife(RuleBasedStateMachine):
    """Place, amend, cancel, receive, shrink, block, expire and ship."""

    now: datetime = NOW

    def __init__(self) -> None:
        super().__init__()
        for sku in SKUS:
            self.handle(commands.CreateBatch(f"first-{sku}", sku, 10, None))
        self.wanted: dict[tuple[str, str], int] = {}
        self.shipments = 0

    def handle(self, command: Command) -> Any:
        raise NotImplementedError

    def is_known(self, orderid: str) -> bool:
        raise NotImplementedError

    def shipped_of(self, orderid: str) -> dict[str, int]:
        """Units that left the house, by sku of the order's lines."""
        raise NotImplementedError

    def expired_batches(self) -> list[str]:
        raise NotImplementedError

    def order(self, command: object) -> object:
        """The answer; None when it was refused."""
        try:
            return self.handle(command) or True
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
        is_new = not self.is_known(command.orderid)
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
            shipped = self.shipped_of(orderid)
            self.wanted.update({(orderid, sku): units for sku, units in shipped.items()})

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
        for ref in self.expired_batches():
            self.order(commands.ExpireBatch(ref))
