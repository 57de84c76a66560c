"""Which rows make one aggregate, and back."""

from allocation.repository.customers import CustomerRepository
from allocation.repository.orders import OrderRepository
from allocation.repository.products import ProductRepository

__all__ = ["CustomerRepository", "OrderRepository", "ProductRepository"]
