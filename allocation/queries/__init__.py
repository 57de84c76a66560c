"""The read side: plain rows for pages and answers."""

from allocation.queries.stock import (
    allocations,
    batches_of,
    count_products,
    count_waiting_lines,
    counter_differences,
    counts,
    known_skus,
    line_id,
    misplaced_lines,
    movements_of,
    queue_of,
    scarcest,
    servers_of,
    with_stock,
)

__all__ = [
    "allocations",
    "batches_of",
    "count_products",
    "count_waiting_lines",
    "counter_differences",
    "counts",
    "known_skus",
    "line_id",
    "misplaced_lines",
    "movements_of",
    "queue_of",
    "scarcest",
    "servers_of",
    "with_stock",
]
