"""The read side: plain rows for pages and answers."""

from allocation.queries.books import (
    LONGEST,
    book_differences,
    counter_differences,
    counts,
    misplaced_lines,
)
from allocation.queries.catalogue import (
    incoming,
    products,
)
from allocation.queries.customers import (
    addresses_of,
    api_key,
    api_keys_of,
    customer,
    known_customers,
    members_of,
)
from allocation.queries.letters import (
    OrderNow,
    Parcel,
    order_now,
    readers_of,
)
from allocation.queries.purchasing import (
    batches_past_expiry,
    purchasing_report,
    skus_to_check,
    threshold_text,
    with_reorder_state,
)
from allocation.queries.standings import (
    STATUSES,
    has_line_of,
    moments_of,
    order_of,
    orders_of,
    standings,
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
    "STATUSES",
    "OrderNow",
    "Parcel",
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
    "has_line_of",
    "incoming",
    "known_customers",
    "known_skus",
    "line_id",
    "members_of",
    "misplaced_lines",
    "moments_of",
    "movements_of",
    "order_now",
    "order_of",
    "orders_of",
    "products",
    "purchasing_report",
    "queue_of",
    "readers_of",
    "scarcest",
    "servers_of",
    "skus_to_check",
    "standings",
    "threshold_text",
    "with_reorder_state",
    "with_stock",
]
