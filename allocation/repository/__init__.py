"""Which rows make one aggregate, and back."""

from allocation.repository.catalogue import CatalogueRepository
from allocation.repository.customers import CustomerRepository
from allocation.repository.orders import OrderRepository
from allocation.repository.products import ProductRepository

__all__ = ["CatalogueRepository", "CustomerRepository", "OrderRepository", "ProductRepository"]
