"""What the allocation context can be told to do."""

from domain.allocation.commands.catalogue import (
    DescribeProduct,
)
from domain.allocation.commands.customers import (
    AddAddress,
    AddMember,
    ChangeCustomer,
    ChangeMember,
    FlagLeakedApiKey,
    IssueApiKey,
    RegisterCustomer,
    RemoveAddress,
    RemoveMember,
    RevokeApiKey,
)
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
    "AddAddress",
    "AddMember",
    "Allocate",
    "AmendOrder",
    "BlockBatch",
    "CancelOrder",
    "ChangeBatchEta",
    "ChangeBatchQuantity",
    "ChangeCustomer",
    "ChangeMember",
    "CreateBatch",
    "DescribeProduct",
    "ExpireBatch",
    "FlagLeakedApiKey",
    "ImportStockAndOrders",
    "IssueApiKey",
    "PlaceOrder",
    "ReceiveBatch",
    "RegisterCustomer",
    "ReleaseBatch",
    "RemoveAddress",
    "RemoveMember",
    "RevokeApiKey",
    "ScrapUnits",
    "ShipOrder",
]
