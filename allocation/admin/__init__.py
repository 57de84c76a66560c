"""The back office of stock and allocation."""

from allocation.admin import (  # registers them
    api_keys,
    audits,
    batches,
    catalogue,
    customers,
    due,
    ledger,
    order_lines,
    orders,
    products,
    reorder_points,
    shipping,
)

__all__ = [
    "api_keys",
    "audits",
    "batches",
    "catalogue",
    "customers",
    "due",
    "ledger",
    "order_lines",
    "orders",
    "products",
    "reorder_points",
    "shipping",
]
