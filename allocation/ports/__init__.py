"""What the handlers of this context need of the world."""

from allocation.ports.stock import (
    AbstractProductRepository,
    AllocationsView,
    AllocationUnitOfWork,
    Ledger,
)

__all__ = ["AbstractProductRepository", "AllocationUnitOfWork", "AllocationsView", "Ledger"]
