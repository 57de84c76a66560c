"""What the handlers of this context need of the world."""

from __future__ import annotations

import abc

from allocation.ports.catalogue import AbstractCatalogueRepository, CatalogueUnitOfWork
from allocation.ports.customers import AbstractCustomerRepository, CustomersUnitOfWork
from allocation.ports.letters import Letters
from allocation.ports.orders import AbstractOrderRepository, Answer, Answers, News
from allocation.ports.origins import ApprovedFormulas, DecidedSources
from allocation.ports.purchasing import (
    AbstractAuditRepository,
    AbstractReorderPointRepository,
    Books,
    Differences,
    Expiring,
    LowSku,
    Proposal,
    PurchasingReport,
    PurchasingUnitOfWork,
)
from allocation.ports.stock import AbstractProductRepository, AllocationsView, Ledger, Movement
from messaging.unit_of_work import AbstractUnitOfWork

__all__ = [
    "AbstractAuditRepository",
    "AbstractCatalogueRepository",
    "AbstractCustomerRepository",
    "AbstractOrderRepository",
    "AbstractProductRepository",
    "AbstractReorderPointRepository",
    "AllocationUnitOfWork",
    "AllocationsView",
    "Answer",
    "Answers",
    "ApprovedFormulas",
    "Books",
    "CatalogueUnitOfWork",
    "CustomersUnitOfWork",
    "DecidedSources",
    "Differences",
    "Expiring",
    "Ledger",
    "Letters",
    "LowSku",
    "Movement",
    "News",
    "Proposal",
    "PurchasingReport",
    "PurchasingUnitOfWork",
]


class AllocationUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches stock and orders."""

    products: AbstractProductRepository
    orders: AbstractOrderRepository
    allocations_view: AllocationsView
    ledger: Ledger
    answers: Answers
    news: News
