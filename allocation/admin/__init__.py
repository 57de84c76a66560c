"""The back office of stock and allocation."""

from allocation.admin import api_keys, batches, customers, orders, products  # registers them

__all__ = ["api_keys", "batches", "customers", "orders", "products"]
