"""What has happened in the allocation context."""

from domain.allocation.events.stock import (
    Allocated,
    Backordered,
    BatchCreated,
    BatchQuantityChanged,
    BatchReleased,
    Deallocated,
    OutOfStock,
)

__all__ = [
    "Allocated",
    "Backordered",
    "BatchCreated",
    "BatchQuantityChanged",
    "BatchReleased",
    "Deallocated",
    "OutOfStock",
]
