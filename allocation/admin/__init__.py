"""The back office of stock and allocation."""

from allocation.admin import (  # registers them
    api_keys,
    batches,
    catalogue,
    customers,
    orders,
    products,
)

__all__ = ["api_keys", "batches", "catalogue", "customers", "orders", "products"]
