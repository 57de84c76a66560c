"""The tables of the allocation context: columns, constraints, indexes; the rules are elsewhere."""

from allocation.models.catalogue import (
    CatalogueItem,
)
from allocation.models.customers import (
    Address,
    ApiKey,
    Customer,
    Member,
)
from allocation.models.orders import (
    Allocation,
    AllocationView,
    Answer,
    Order,
    OrderLine,
    OrderMoment,
    OrderToShip,
    Shipment,
)
from allocation.models.purchasing import (
    ReorderPoint,
    StockAudit,
)
from allocation.models.stock import (
    ApprovedFormula,
    Batch,
    DecidedSource,
    DueBatch,
    Product,
    StockMovement,
)

__all__ = [
    "Address",
    "Allocation",
    "AllocationView",
    "Answer",
    "ApiKey",
    "ApprovedFormula",
    "Batch",
    "CatalogueItem",
    "Customer",
    "DecidedSource",
    "DueBatch",
    "Member",
    "Order",
    "OrderLine",
    "OrderMoment",
    "OrderToShip",
    "Product",
    "ReorderPoint",
    "Shipment",
    "StockAudit",
    "StockMovement",
]
