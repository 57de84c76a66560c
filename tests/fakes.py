"""Parts without a database, for unit tests of handlers."""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Self

from allocation.ports import (
    AbstractCatalogueRepository,
    AbstractCustomerRepository,
    AbstractOrderRepository,
    AbstractProductRepository,
    AllocationUnitOfWork,
    Answer,
    CatalogueUnitOfWork,
    CustomersUnitOfWork,
)
from config.bootstrap import bootstrap
from domain.allocation.catalogue import CatalogueItem
from domain.allocation.customer import Customer
from domain.allocation.events import Allocated, Deallocated, OrderUpdated
from domain.allocation.moments import Moment
from domain.allocation.order import Order
from domain.allocation.order_line import OrderLine
from domain.allocation.product import Product
from domain.kernel import Aggregate, Request
from messaging.bus import MessageBus
from messaging.notifications import AbstractNotifications
from messaging.webhooks.ports import Notice
from tests.fake_origins import FakeApprovedFormulas, FakeDecidedSources

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

    def get_for_order(self, orderid: str, skus: Iterable[str]) -> dict[str, Product]:
        return {sku: product for sku in skus if (product := self.get(sku)) is not None}

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


class FakeCatalogueRepository(AbstractCatalogueRepository):
    """The catalogue, in memory."""

    def get(self, sku: str) -> CatalogueItem:
        return self.seen.setdefault(sku, CatalogueItem(sku))

    def _add(self, aggregate: CatalogueItem) -> None:
        pass


class FakeOrderRepository(AbstractOrderRepository):
    """Whole orders, in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._orders: dict[str, Order] = {}

    def get(self, orderid: str) -> Order | None:
        return self._remember(self._orders.get(orderid))

    def order_of_shipment(self, number: str) -> str | None:
        for order in self._orders.values():
            if any(shipment.number == number for shipment in order.shipments):
                return order.orderid
        return None

    def _add(self, aggregate: Order) -> None:
        self._orders[aggregate.orderid] = aggregate


class FakeAllocationsView:
    """The read model: units by order, sku and batch."""

    def __init__(self) -> None:
        self.units: Counter[tuple[str, str, str]] = Counter()

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        return list(self.units)

    def add(self, event: Allocated) -> None:
        self.units[event.orderid, event.sku, event.batchref] += event.qty

    def remove(self, event: Deallocated) -> None:
        place = (event.orderid, event.sku, event.batchref)
        self.units[place] -= event.qty
        if not self.units[place]:
            del self.units[place]


class FakeAnswers:
    """Answers by key."""

    def __init__(self) -> None:
        self.kept: dict[Request, Answer] = {}

    def recall(self, request: Request) -> Answer | None:
        return self.kept.get(request)

    def keep(self, request: Request, answer: Callable[[], Answer]) -> None:
        self.kept[request] = answer()


class FakeNews:
    """What customers were told, by order."""

    def __init__(self) -> None:
        self.told: dict[str, list[Moment]] = defaultdict(list)

    def note(self, orderid: str, customer: str, moment: Moment) -> None:
        self.told[orderid].append(moment)


class FakeLedger:
    """The ledger as a list of events."""

    def __init__(self) -> None:
        self.rows: list[Any] = []

    def write(self, event: Any) -> None:
        self.rows.append(event)


STORED = ["products", "orders", "customers", "allocations_view", "ledger", "news"]


class FakeUnitOfWork(AllocationUnitOfWork, CustomersUnitOfWork, CatalogueUnitOfWork):
    """Remembers whether it was committed; what was not committed is dropped."""

    def __init__(self) -> None:
        self.products = FakeRepository()
        self.orders = FakeOrderRepository()
        self.customers = FakeCustomerRepository()
        self.catalogue = FakeCatalogueRepository()
        self.answers = FakeAnswers()
        self.news = FakeNews()
        self.allocations_view = FakeAllocationsView()
        self.ledger = FakeLedger()
        self.committed = False

    @property
    def seen(self) -> Iterator[Aggregate]:
        yield from list(self.orders.seen.values())
        yield from list(self.products.seen.values())
        yield from list(self.customers.seen.values())

    def __enter__(self) -> Self:
        self._before = copy.deepcopy([getattr(self, name) for name in STORED])
        self._done = False
        return self

    def store(self) -> None:
        self.committed = self._done = True

    def rollback(self) -> None:
        if not self._done:
            for name, before in zip(STORED, self._before, strict=True):
                setattr(self, name, before)


class FakeNotifications(AbstractNotifications):
    """Keeps what would have been sent."""

    def __init__(self) -> None:
        self.sent: dict[str, list[str]] = defaultdict(list)

    def send(self, destination: str, message: str, *, subject: str = "") -> None:
        self.sent[destination].append(message)


class FakePublisher:
    """Keeps what would have been published."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, Mapping[str, Any]]] = []

    def __call__(self, channel: str, message: Mapping[str, Any]) -> None:
        self.messages.append((channel, message))


class FakeWebhooks:
    """Keeps what would have been queued."""

    def __init__(self) -> None:
        self.queued: list[Notice] = []

    def queue(self, *, owner: str, type: str, data: Mapping[str, Any], key: str) -> None:
        self.queued.append(Notice(owner, type, data, key))

    def queue_all(self, notices: Iterable[Notice]) -> None:
        self.queued.extend(notices)


class FakeLetters:
    """Keeps what would have been written."""

    def __init__(self) -> None:
        self.sent: list[tuple[OrderUpdated, Sequence[Moment]]] = []

    def send(self, event: OrderUpdated, moments: Sequence[Moment]) -> None:
        self.sent.append((event, moments))


class TestApp:
    """The whole service layer on fakes."""

    __test__ = False

    def __init__(self, clock: Callable[[], datetime] = lambda: NOW) -> None:
        self.uow = FakeUnitOfWork()
        self.notifications = FakeNotifications()
        self.publish = FakePublisher()
        self.webhooks = FakeWebhooks()
        self.letters = FakeLetters()
        self.approved_formulas = FakeApprovedFormulas()
        self.decided_sources = FakeDecidedSources()
        self.bus: MessageBus = bootstrap(
            uow=lambda **_: self.uow,
            notifications=self.notifications,
            publish=self.publish,
            clock=clock,
            webhooks=self.webhooks,
            letters=self.letters,
            approved_formulas=self.approved_formulas,
            decided_sources=self.decided_sources,
        )
        self.handle = self.bus.handle


def bootstrap_test_app(clock: Callable[[], datetime] = lambda: NOW) -> TestApp:
    return TestApp(clock)
