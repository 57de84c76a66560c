"""What the allocation context can be told to do."""

from domain.allocation.commands.orders import (
    AmendOrder,
    CancelOrder,
    PlaceOrder,
    ShipOrder,
)
from domain.allocation.commands.stock import (
    Allocate,
    BlockBatch,
    ChangeBatchEta,
    ChangeBatchQuantity,
    CreateBatch,
    ExpireBatch,
    ImportStockAndOrders,
    ReceiveBatch,
    ReleaseBatch,
    ScrapUnits,
)

__all__ = [
    "Allocate",
    "AmendOrder",
    "BlockBatch",
    "CancelOrder",
    "ChangeBatchEta",
    "ChangeBatchQuantity",
    "CreateBatch",
    "ExpireBatch",
    "ImportStockAndOrders",
    "PlaceOrder",
    "ReceiveBatch",
    "ReleaseBatch",
    "ScrapUnits",
    "ShipOrder",
]
