"""What the handlers of this context need of the world."""

from allocation.ports.customers import AbstractCustomerRepository, CustomersUnitOfWork
from allocation.ports.stock import (
    AbstractProductRepository,
    AllocationsView,
    AllocationUnitOfWork,
    Ledger,
)

__all__ = [
    "AbstractCustomerRepository",
    "AbstractProductRepository",
    "AllocationUnitOfWork",
    "AllocationsView",
    "CustomersUnitOfWork",
    "Ledger",
]
