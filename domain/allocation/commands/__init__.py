"""What the allocation context can be told to do."""

from domain.allocation.commands.stock import (
    Allocate,
    ChangeBatchQuantity,
    CreateBatch,
    ImportStockAndOrders,
    ReleaseBatch,
)

__all__ = ["Allocate", "ChangeBatchQuantity", "CreateBatch", "ImportStockAndOrders", "ReleaseBatch"]
