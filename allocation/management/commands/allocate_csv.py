"""Stock and orders from files, allocations into a file: all of it or nothing."""

from __future__ import annotations

import os
import signal
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, transaction
from tqdm import tqdm

from allocation.csv_files import (
    MOST_SHOWN,
    Found,
    Problems,
    read_batches,
    read_orders,
    write_allocations,
)
from domain.allocation.commands import CreateBatch, ImportStockAndOrders
from domain.allocation.order_line import OrderLine
from domain.kernel import DomainError, NotFound
from messaging.bus import get_bus
from messaging.errors import Busy

ROWS_PER_COMMAND = 5_000
"""A SKU with more rows is imported in turns, so that no statement outgrows the database."""

FAILED, BAD_FILES, INTERRUPTED = 1, 2, 130
AGAIN = "Run the same files again: what was stored is not stored twice."

Row = Found[CreateBatch] | Found[OrderLine]
Answers = dict[tuple[str, str], str | None]


class Refused(Exception):
    """The files are not imported; the problems say why."""


class Command(BaseCommand):
    """Reads and checks both files, imports them in one transaction, and writes the result."""

    help = (
        "Announce the stock in BATCHES (ref,sku,qty,eta), allocate the order lines in ORDERS "
        "(orderid,sku,qty) and write ALLOCATIONS (orderid,sku,qty,batchref). All of it or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("batches", "orders", "allocations"):
            parser.add_argument(name, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        batches, orders, allocations = (options[n] for n in ("batches", "orders", "allocations"))
        try:
            with _sigterm_like_ctrl_c():
                said = import_files(
                    batches, orders, _writable(allocations, not_in=[batches, orders])
                )
        except Refused as refusal:
            message = f"nothing was imported:\n{refusal}"
            raise CommandError(message, returncode=BAD_FILES) from refusal
        except (Busy, Error, OSError) as error:
            raise CommandError(f"{error}\n{AGAIN}", returncode=FAILED) from error
        except KeyboardInterrupt as stop:
            raise CommandError(f"stopped. {AGAIN}", returncode=INTERRUPTED) from stop
        self.stdout.write(f"{said}, {time.monotonic() - began:.1f} seconds")


def import_files(batches: Path, orders: Path, allocations: Path) -> str:
    """Import the files and sum up what came of it. Raises Refused."""
    problems = Problems()
    stock, lines = read_batches(batches, problems), read_orders(orders, problems)
    if problems.count:
        raise Refused(problems)
    part = allocations.with_name(f".{allocations.name}.{os.getpid()}.part")
    try:
        with transaction.atomic():
            answers = _Import(problems).run(stock, lines)
            write_allocations(part, ((line, answers[_key(line)]) for *_, line in lines))
        # Killed here, the work is done and the file is not: the same files again write it.
        part.replace(allocations)
    finally:
        part.unlink(missing_ok=True)
    waiting = sum(ref is None for ref in answers.values())
    references = {batch.ref for *_, batch in stock}
    return f"{len(answers) - waiting} lines allocated, {waiting} waiting, {len(references)} batches"


class _Import:
    """One import on its way: the answers so far, and the rows that the rules refused."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._answers: Answers = {}
        self._bus = get_bus()

    def run(
        self, stock: Sequence[Found[CreateBatch]], lines: Sequence[Found[OrderLine]]
    ) -> Answers:
        """The batch of each line. Raises Refused when all has been tried."""
        by_sku = _by_sku(stock, lines)
        total = sum(map(len, by_sku.values()))
        with tqdm(total=total, unit=" rows", disable=None, leave=False) as bar:
            for sku in sorted(by_sku):  # as every import does: no two wait for each other
                for start in range(0, len(by_sku[sku]), ROWS_PER_COMMAND):
                    rows = by_sku[sku][start : start + ROWS_PER_COMMAND]
                    self._import(sku, rows)
                    bar.update(len(rows))
        if self._problems.count:
            raise Refused(self._problems)
        return self._answers

    def _import(self, sku: str, rows: Sequence[Row]) -> None:
        """Import the rows; where they are refused, halve them until it is clear which it is."""
        if self._problems.count >= MOST_SHOWN:
            raise Refused(f"{self._problems}\nand perhaps more: the rest was not tried")
        try:
            self._handle(sku, rows)
        except DomainError as refusal:
            if len(rows) == 1 or isinstance(refusal, NotFound):
                for path, row, _ in rows:
                    self._problems.add(path, row, str(refusal))
            else:
                half = len(rows) // 2
                self._import(sku, rows[:half])
                self._import(sku, rows[half:])

    def _handle(self, sku: str, rows: Sequence[Row]) -> None:
        said = [content for *_, content in rows]
        batches = tuple(content for content in said if isinstance(content, CreateBatch))
        lines = tuple(content for content in said if isinstance(content, OrderLine))
        command = ImportStockAndOrders(sku, batches, lines)
        refs = self._bus.handle(command, actor="allocate_csv")
        self._answers.update(zip(map(_key, lines), refs, strict=True))


def _by_sku(
    stock: Sequence[Found[CreateBatch]], lines: Sequence[Found[OrderLine]]
) -> dict[str, list[Row]]:
    """The rows of each SKU, batches first, in the order of the files, repeated ones once."""
    rows: dict[str, dict[object, Row]] = defaultdict(dict)
    for batch in stock:
        rows[batch.content.sku].setdefault(batch.content, batch)
    for line in lines:
        rows[line.content.sku].setdefault(line.content, line)
    return {sku: [*unique.values()] for sku, unique in rows.items()}


def _key(line: OrderLine) -> tuple[str, str]:
    return line.orderid, line.sku


def _writable(path: Path, *, not_in: Sequence[Path]) -> Path:
    """The place of the result. Raises Refused where it could not be put in the end."""
    path = path.resolve()
    if path in [source.resolve() for source in not_in]:
        raise Refused(f"{path.name}: the result would replace what it is made from")
    if path.exists() and not path.is_file():
        raise Refused(f"{path.name}: is no file")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise Refused(f"{path.parent}: is no folder that can be written to")
    return path


@contextmanager
def _sigterm_like_ctrl_c() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
