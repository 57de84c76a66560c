"""Books of the stock, and ways to falsify them behind the back of the rules."""

from __future__ import annotations

from django.db import connection

from allocation import queries
from domain.allocation import commands
from domain.allocation.books import repairs_for
from messaging.bus import MessageBus


def trade(bus: MessageBus) -> None:
    """Two SKUs with lines that are held, waiting, shipped and cancelled."""
    for sku in ("SEA", "FOREST"):
        bus.handle(commands.CreateBatch(f"{sku}-1", sku, 20))
        bus.handle(commands.CreateBatch(f"{sku}-2", sku, 10))
        bus.handle(commands.Allocate(f"plain-{sku}", sku, 4))
    wanted = {"SEA": 12, "FOREST": 12}
    for n in range(3):
        bus.handle(commands.PlaceOrder("studio", f"o{n}", wanted, allow_partial=True))
    bus.handle(commands.ShipOrder("S1", "studio/o0", {"SEA": 5}))
    bus.handle(commands.CancelOrder("studio/o1"))
    for sku in ("SEA", "FOREST"):
        bus.handle(commands.Allocate(f"big-{sku}", sku, 50))
    bus.handle(commands.CreateBatch("held", "SEA", 5, released=False))
    assert queries.book_differences() == []


def falsify(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def repair(bus: MessageBus) -> None:
    for command in repairs_for(queries.book_differences(), "tonight"):
        bus.handle(command, actor="ann")


CORRUPTIONS = {
    "counter of allocated units": """UPDATE allocation_batch SET allocated_quantity =
        allocated_quantity - 1 WHERE reference = 'SEA-1'""",
    "counter of purchased units": """UPDATE allocation_batch SET purchased_quantity =
        purchased_quantity + 7 WHERE reference = 'SEA-1'""",
    "counter of shipped units": """UPDATE allocation_batch SET shipped_quantity = 0
        WHERE reference = 'SEA-1'""",
    "all counters": """UPDATE allocation_batch SET purchased_quantity = 0, allocated_quantity = 0,
        shipped_quantity = 0""",
    "ledger row gone": "DELETE FROM allocation_stockmovement WHERE kind = 'allocate'",
    "shipment gone from the ledger": "DELETE FROM allocation_stockmovement WHERE kind = 'ship'",
    "beginning of the ledger gone": "DELETE FROM allocation_stockmovement WHERE kind = 'receive'",
    "all of the ledger gone": "DELETE FROM allocation_stockmovement",
    "ledger row twice": """INSERT INTO allocation_stockmovement (batchref, sku, kind, purchased,
        allocated, shipped, orderid, reason, document, actor, recorded_at)
        SELECT batchref, sku, kind, purchased, allocated, shipped, orderid, reason, document, actor,
        recorded_at FROM allocation_stockmovement""",
    "ledger below nothing": """UPDATE allocation_stockmovement SET purchased = -99, shipped = -99,
        allocated = -99""",
    "ledger beyond all": "UPDATE allocation_stockmovement SET purchased = 999, shipped = 999",
    "ledger of a batch that never was": """INSERT INTO allocation_stockmovement (batchref, sku,
        kind, purchased, allocated, shipped, orderid, reason, document, actor, recorded_at)
        VALUES ('ghost', 'NOWHERE', 'receive', 5, 0, 0, '', '', '', '', now())""",
    "batch gone": "DELETE FROM allocation_batch WHERE reference = 'held'",
    "allocation gone": "DELETE FROM allocation_allocation WHERE orderid = 'studio/o0'",
    "allocation larger": "UPDATE allocation_allocation SET qty = qty + 3",
    "allocation below nothing": "UPDATE allocation_allocation SET qty = -2 WHERE sku = 'SEA'",
    "allocation of a batch that is not for sale": """INSERT INTO allocation_allocation (orderid,
        sku, batchref, qty, reason) VALUES ('plain-SEA', 'SEA', 'held', 3, '')""",
    "allocation of another sku": """INSERT INTO allocation_allocation (orderid, sku, batchref, qty,
        reason) VALUES ('plain-SEA', 'SEA', 'FOREST-2', 3, '')""",
    "allocation without a line": """INSERT INTO allocation_allocation (orderid, sku, batchref, qty,
        reason) VALUES ('nobody', 'SEA', 'SEA-2', 2, '')""",
    "line gone": "DELETE FROM allocation_orderline WHERE orderid IN ('studio/o0', 'plain-SEA')",
    "line larger": "UPDATE allocation_orderline SET qty = qty + 1",
    "line smaller": """UPDATE allocation_orderline SET qty = greatest(waiting_quantity +
        shipped_quantity + cancelled_quantity, 1)""",
    "waiting forgotten": "UPDATE allocation_orderline SET waiting_quantity = 0",
    "shipped forgotten": "UPDATE allocation_orderline SET shipped_quantity = 0",
    "cancelled forgotten": "UPDATE allocation_orderline SET cancelled_quantity = 0",
    "all is cancelled": """UPDATE allocation_orderline SET cancelled_quantity = qty,
        waiting_quantity = 0, shipped_quantity = 0""",
    "read model empty": "DELETE FROM allocations_view",
    "read model larger": "UPDATE allocations_view SET qty = qty + 1",
    "read model elsewhere": "UPDATE allocations_view SET batchref = 'x' || batchref",
    "read model of nobody": """INSERT INTO allocations_view (orderid, sku, batchref, qty)
        VALUES ('nobody', 'SEA', 'SEA-1', 2)""",
}
