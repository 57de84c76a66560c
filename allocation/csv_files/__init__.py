"""The exchange format: stock and orders come as CSV files, allocations leave as one.

The first line names the columns, in any order; see messaging/tables/.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from domain.allocation.commands import CreateBatch
from domain.allocation.order_line import MOST_UNITS, OrderLine
from messaging.tables.cells import day, identifier, whole
from messaging.tables.rows import MOST_SHOWN, Problems, read_rows

__all__ = ["MOST_SHOWN", "Found", "Problems", "read_batches", "read_orders", "write_allocations"]

units = whole(1, MOST_UNITS)
RESULT = ("orderid", "sku", "qty", "batchref")

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """What a row says, and where it stands."""

    path: Path
    row: int
    content: T


def read_batches(path: Path, problems: Problems) -> list[Found[CreateBatch]]:
    """The batches, row by row: `ref,sku,qty,eta`, the eta empty for stock in the warehouse."""
    rules = {"ref": identifier, "sku": identifier, "qty": units, "eta": day}
    rows = [
        Found(path, row, CreateBatch(*values)) for row, values in read_rows(path, rules, problems)
    ]
    _refuse_contradictions(rows, lambda batch: batch.ref, problems)
    return rows


def read_orders(path: Path, problems: Problems) -> list[Found[OrderLine]]:
    """The order lines, row by row: `orderid,sku,qty`."""
    rules = {"orderid": identifier, "sku": identifier, "qty": units}
    rows = [
        Found(path, row, OrderLine(*values)) for row, values in read_rows(path, rules, problems)
    ]
    _refuse_contradictions(rows, lambda line: (line.orderid, line.sku), problems)
    return rows


def write_allocations(path: Path, rows: Iterable[tuple[OrderLine, str | None]]) -> None:
    """Each line with the batch that serves it, or with an empty cell: it waits.

    Identifiers that start like a formula (= + - @) are written as they are. This file is read by
    programs, often ours, and a prefix against spreadsheets would make another order of it.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(RESULT)
        writer.writerows((line.orderid, line.sku, line.qty, ref or "") for line, ref in rows)
        file.flush()
        os.fsync(file.fileno())


def _refuse_contradictions(
    rows: Iterable[Found[T]], key: Callable[[T], object], problems: Problems
) -> None:
    """What is said twice must be said alike."""
    first: dict[object, Found[T]] = {}
    for found in rows:
        known = first.setdefault(key(found.content), found)
        if known.content != found.content:
            problems.add(found.path, found.row, f"contradicts row {known.row}")
