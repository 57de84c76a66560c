"""The exchange format: stock and orders come as CSV files, allocations leave as one.

CSV as in RFC 4180, in UTF-8 with or without a byte order mark, with any line ends. The first line
names the columns, in any order. No cell of ours can hold a line break, so a row is a line: a quote
that nobody closed spoils its own row and not the rest of the file.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from allocation.csv_files.cells import day, identifier, units
from allocation.csv_files.rows import MOST_SHOWN, Problems, read_rows
from domain.allocation.commands import CreateBatch
from domain.allocation.order_line import OrderLine

__all__ = ["MOST_SHOWN", "Found", "Problems", "read_batches", "read_orders", "write_allocations"]

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
