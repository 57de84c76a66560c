"""What the handlers of this context need of the world."""

from __future__ import annotations

import abc

from allocation.ports.catalogue import AbstractCatalogueRepository, CatalogueUnitOfWork
from allocation.ports.customers import AbstractCustomerRepository, CustomersUnitOfWork
from allocation.ports.letters import Letters
from allocation.ports.orders import AbstractOrderRepository, Answer, Answers, News
from allocation.ports.stock import AbstractProductRepository, AllocationsView, Ledger, Movement
from messaging.unit_of_work import AbstractUnitOfWork

__all__ = [
    "AbstractCatalogueRepository",
    "AbstractCustomerRepository",
    "AbstractOrderRepository",
    "AbstractProductRepository",
    "AllocationUnitOfWork",
    "AllocationsView",
    "Answer",
    "Answers",
    "CatalogueUnitOfWork",
    "CustomersUnitOfWork",
    "Ledger",
    "Letters",
    "Movement",
    "News",
]


class AllocationUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches stock and orders."""

    products: AbstractProductRepository
    orders: AbstractOrderRepository
    allocations_view: AllocationsView
    ledger: Ledger
    answers: Answers
    news: News
