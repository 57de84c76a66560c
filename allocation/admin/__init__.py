"""The back office of stock and allocation."""

from allocation.admin import (  # registers them
    api_keys,
    audits,
    batches,
    catalogue,
    customers,
    orders,
    products,
    reorder_points,
)

__all__ = [
    "api_keys",
    "audits",
    "batches",
    "catalogue",
    "customers",
    "orders",
    "products",
    "reorder_points",
]
