"""What has happened in the allocation context."""

from domain.allocation.events.orders import (
    OrderAmended,
    OrderCancelled,
    OrderPlaced,
    OrderShipped,
    OrderUpdated,
)
from domain.allocation.events.stock import (
    Allocated,
    Backordered,
    BatchBlocked,
    BatchCreated,
    BatchEtaChanged,
    BatchExpired,
    BatchQuantityChanged,
    BatchReceived,
    BatchReleased,
    Deallocated,
    LineChanged,
    OutOfStock,
    PromiseChanged,
    UnitsShipped,
)

__all__ = [
    "Allocated",
    "Backordered",
    "BatchBlocked",
    "BatchCreated",
    "BatchEtaChanged",
    "BatchExpired",
    "BatchQuantityChanged",
    "BatchReceived",
    "BatchReleased",
    "Deallocated",
    "LineChanged",
    "OrderAmended",
    "OrderCancelled",
    "OrderPlaced",
    "OrderShipped",
    "OrderUpdated",
    "OutOfStock",
    "PromiseChanged",
    "UnitsShipped",
]
