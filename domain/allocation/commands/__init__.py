"""What the allocation context can be told to do."""

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
from domain.allocation.commands.stock import (
    Allocate,
    ChangeBatchQuantity,
    CreateBatch,
    ImportStockAndOrders,
    ReleaseBatch,
)

__all__ = [
    "AddAddress",
    "AddMember",
    "Allocate",
    "ChangeBatchQuantity",
    "ChangeCustomer",
    "ChangeMember",
    "CreateBatch",
    "FlagLeakedApiKey",
    "ImportStockAndOrders",
    "IssueApiKey",
    "RegisterCustomer",
    "ReleaseBatch",
    "RemoveAddress",
    "RemoveMember",
    "RevokeApiKey",
]
