"""The read side: plain rows for pages and answers."""

from allocation.queries.books import (
    LONGEST,
    book_differences,
    counter_differences,
    counts,
    misplaced_lines,
)
from allocation.queries.customers import (
    addresses_of,
    api_key,
    api_keys_of,
    customer,
    known_customers,
    members_of,
)
from allocation.queries.purchasing import (
    batches_past_expiry,
    purchasing_report,
    skus_to_check,
    threshold_text,
    with_reorder_state,
)
from allocation.queries.stock import (
    allocations,
    batches_of,
    count_products,
    count_waiting_lines,
    known_skus,
    line_id,
    movements_of,
    queue_of,
    scarcest,
    servers_of,
    with_stock,
)

__all__ = [
    "LONGEST",
    "addresses_of",
    "allocations",
    "api_key",
    "api_keys_of",
    "batches_of",
    "batches_past_expiry",
    "book_differences",
    "count_products",
    "count_waiting_lines",
    "counter_differences",
    "counts",
    "customer",
    "known_customers",
    "known_skus",
    "line_id",
    "members_of",
    "misplaced_lines",
    "movements_of",
    "purchasing_report",
    "queue_of",
    "scarcest",
    "servers_of",
    "skus_to_check",
    "threshold_text",
    "with_reorder_state",
    "with_stock",
]
