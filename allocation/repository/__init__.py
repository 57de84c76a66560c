"""Which rows make one aggregate, and back."""

from allocation.repository.orders import OrderRepository
from allocation.repository.products import ProductRepository

__all__ = ["OrderRepository", "ProductRepository"]
