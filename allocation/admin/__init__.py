"""The back office of stock and allocation."""

from allocation.admin import (  # registers them
    api_keys,
    batches,
    customers,
    due,
    ledger,
    order_lines,
    orders,
    products,
    shipping,
)

__all__ = [
    "api_keys",
    "batches",
    "customers",
    "due",
    "ledger",
    "order_lines",
    "orders",
    "products",
    "shipping",
]
