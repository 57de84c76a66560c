"""What has happened in the allocation context."""

from domain.allocation.events.customers import (
    AddressAdded,
    AddressRemoved,
    ApiKeyIssued,
    ApiKeyLeaked,
    ApiKeyRevoked,
    CustomerChanged,
    CustomerRegistered,
    MemberAdded,
    MemberChanged,
    MemberRemoved,
)
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
    "AddressAdded",
    "AddressRemoved",
    "Allocated",
    "ApiKeyIssued",
    "ApiKeyLeaked",
    "ApiKeyRevoked",
    "Backordered",
    "BatchCreated",
    "BatchQuantityChanged",
    "BatchReleased",
    "CustomerChanged",
    "CustomerRegistered",
    "Deallocated",
    "MemberAdded",
    "MemberChanged",
    "MemberRemoved",
    "OutOfStock",
]
