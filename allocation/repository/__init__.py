"""Which rows make one aggregate, and back."""

from allocation.repository.books import StoredBooks
from allocation.repository.catalogue import CatalogueRepository
from allocation.repository.customers import CustomerRepository
from allocation.repository.orders import OrderRepository
from allocation.repository.origins import StoredApprovedFormulas, StoredDecidedSources
from allocation.repository.products import ProductRepository
from allocation.repository.purchasing import AuditRepository, ReorderPointRepository

__all__ = [
    "AuditRepository",
    "CatalogueRepository",
    "CustomerRepository",
    "OrderRepository",
    "ProductRepository",
    "ReorderPointRepository",
    "StoredApprovedFormulas",
    "StoredBooks",
    "StoredDecidedSources",
]
