"""The tables of the allocation context: columns, constraints, indexes; the rules are elsewhere."""

from allocation.models.orders import Allocation, AllocationView, OrderLine
from allocation.models.stock import Batch, Product, StockMovement

__all__ = ["Allocation", "AllocationView", "Batch", "OrderLine", "Product", "StockMovement"]
