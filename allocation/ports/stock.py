"""What handlers need to reach the stock."""

from __future__ import annotations

import abc
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from domain.allocation.events import (
    Allocated,
    BatchBlocked,
    BatchCreated,
    BatchEtaChanged,
    BatchExpired,
    BatchQuantityChanged,
    BatchReceived,
    BatchReleased,
    CountersRepaired,
    Deallocated,
    UnitsShipped,
)
from domain.allocation.order_line import OrderLine
from domain.allocation.product import Product
from messaging.repository import AbstractRepository

Movement = (
    BatchCreated
    | BatchReleased
    | BatchBlocked
    | BatchExpired
    | BatchQuantityChanged
    | BatchEtaChanged
    | BatchReceived
    | CountersRepaired
    | Allocated
    | Deallocated
    | UnitsShipped
)


class AbstractProductRepository(AbstractRepository[Product]):
    """Products by sku and by batch reference; each call brings what its command needs."""

    @abc.abstractmethod
    def get(self, sku: str) -> Product | None:
        """The product with its open batches."""

    @abc.abstractmethod
    def get_for_line(self, line: OrderLine, today: date) -> Product | None:
        """The product with what is known of this line and the best batch that fits it."""

    @abc.abstractmethod
    def get_for_import(
        self, sku: str, *, refs: Sequence[str], lines: Sequence[OrderLine]
    ) -> Product | None:
        """The product with these batches where they exist, and what is known of these lines.

        With its open batches too, where there are lines to serve.
        """

    @abc.abstractmethod
    def get_for_order(self, orderid: str, skus: Iterable[str]) -> dict[str, Product]:
        """Those of the products that exist, with the order's lines and their open batches."""

    @abc.abstractmethod
    def get_by_batchref(self, ref: str) -> Product | None:
        """The product that owns this batch, with the batch's lines and all open batches."""

    @abc.abstractmethod
    def owners_of(self, refs: Sequence[str]) -> dict[str, str]:
        """The sku of each of these batch references that is given already."""


class AllocationsView(Protocol):
    """The read model of what each order has got."""

    def add(self, event: Allocated) -> None: ...

    def remove(self, event: Deallocated) -> None: ...


class Ledger(Protocol):
    """The book of stock movements."""

    def write(self, event: Movement) -> None: ...
