"""Parts without a database, for unit tests of handlers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from allocation.ports import (
    AbstractCustomerRepository,
    AbstractProductRepository,
    AllocationUnitOfWork,
    CustomersUnitOfWork,
)
from config.bootstrap import bootstrap
from domain.allocation.customer import Customer
from domain.allocation.events import Allocated, Deallocated
from domain.allocation.order_line import OrderLine
from domain.allocation.product import Product
from domain.kernel import Aggregate
from messaging.bus import MessageBus
from messaging.notifications import AbstractNotifications

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class FakeRepository(AbstractProductRepository):
    """Whole products, in memory."""

    def __init__(self, products: Iterable[Product] = ()) -> None:
        super().__init__()
        self._products = {product.sku: product for product in products}

    def get(self, sku: str) -> Product | None:
        return self._remember(self._products.get(sku))

    def get_for_line(self, line: OrderLine, today: date) -> Product | None:
        return self.get(line.sku)

    def get_for_import(
        self, sku: str, *, refs: Sequence[str], lines: Sequence[OrderLine]
    ) -> Product | None:
        return self.get(sku)

    def get_by_batchref(self, ref: str) -> Product | None:
        return self.get(self.owners_of([ref]).get(ref, ""))

    def owners_of(self, refs: Sequence[str]) -> dict[str, str]:
        batches = [batch for product in self._products.values() for batch in product.batches]
        return {batch.reference: batch.sku for batch in batches if batch.reference in refs}

    def _add(self, aggregate: Product) -> None:
        self._products[aggregate.sku] = aggregate


class FakeCustomerRepository(AbstractCustomerRepository):
    """Customers, in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._customers: dict[str, Customer] = {}

    def get(self, code: str) -> Customer | None:
        return self._remember(self._customers.get(code))

    def get_by_api_key(self, prefix: str) -> Customer | None:
        owners = (one for one in self._customers.values() if prefix in one.api_keys)
        return self._remember(next(owners, None))

    def _add(self, aggregate: Customer) -> None:
        self._customers[aggregate.code] = aggregate


class FakeAllocationsView:
    """The read model as a list."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []

    def add(self, event: Allocated) -> None:
        self.rows.append((event.orderid, event.sku, event.batchref))

    def remove(self, event: Deallocated) -> None:
        self.rows = [row for row in self.rows if row[:2] != (event.orderid, event.sku)]


class FakeLedger:
    """The ledger as a list of events."""

    def __init__(self) -> None:
        self.rows: list[Any] = []

    def write(self, event: Any) -> None:
        self.rows.append(event)


class FakeUnitOfWork(AllocationUnitOfWork, CustomersUnitOfWork):
    """Remembers whether it was committed."""

    def __init__(self) -> None:
        self.products = FakeRepository()
        self.customers = FakeCustomerRepository()
        self.allocations_view = FakeAllocationsView()
        self.ledger = FakeLedger()
        self.committed = False

    @property
    def seen(self) -> Iterator[Aggregate]:
        yield from list(self.products.seen.values())
        yield from list(self.customers.seen.values())

    def _commit(self) -> None:
        self.committed = True

    def rollback(self) -> None:
        pass


class FakeNotifications(AbstractNotifications):
    """Keeps what would have been sent."""

    def __init__(self) -> None:
        self.sent: dict[str, list[str]] = defaultdict(list)

    def send(self, destination: str, message: str) -> None:
        self.sent[destination].append(message)


class FakePublisher:
    """Keeps what would have been published."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, Mapping[str, Any]]] = []

    def __call__(self, channel: str, message: Mapping[str, Any]) -> None:
        self.messages.append((channel, message))


class TestApp:
    """The whole service layer on fakes."""

    __test__ = False

    def __init__(self, clock: Callable[[], datetime] = lambda: NOW) -> None:
        self.uow = FakeUnitOfWork()
        self.notifications = FakeNotifications()
        self.publish = FakePublisher()
        self.bus: MessageBus = bootstrap(
            uow=lambda **_: self.uow,
            notifications=self.notifications,
            publish=self.publish,
            clock=clock,
        )
        self.handle = self.bus.handle


def bootstrap_test_app() -> TestApp:
    return TestApp()
