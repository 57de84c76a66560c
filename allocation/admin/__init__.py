"""The back office of stock and allocation."""

from allocation.admin import batches, orders, products  # registers them

__all__ = ["batches", "orders", "products"]
