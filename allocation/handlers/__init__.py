"""The service layer: one function for each command and event."""

from allocation.handlers.stock import (
    Clock,
    add_allocation_to_read_model,
    add_batch,
    allocate,
    change_batch_quantity,
    fill_backorders,
    import_stock_and_orders,
    publish_allocated_event,
    reallocate,
    release_batch,
    remove_allocation_from_read_model,
    send_out_of_stock_notification,
    write_ledger,
)

__all__ = [
    "Clock",
    "add_allocation_to_read_model",
    "add_batch",
    "allocate",
    "change_batch_quantity",
    "fill_backorders",
    "import_stock_and_orders",
    "publish_allocated_event",
    "reallocate",
    "release_batch",
    "remove_allocation_from_read_model",
    "send_out_of_stock_notification",
    "write_ledger",
]
