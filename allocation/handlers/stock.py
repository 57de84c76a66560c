"""What stock commands and events set going."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allocation.handlers.origins import require_approval
from domain.allocation import commands, events
from domain.allocation.batch import Batch, Status
from domain.allocation.order_line import OrderLine
from domain.allocation.origin import UNKNOWN, Origin
from domain.allocation.product import BatchConflict, InvalidSku, Product, UnknownBatch

if TYPE_CHECKING:
    from allocation.ports import (
        AllocationUnitOfWork,
        ApprovedFormulas,
        DecidedSources,
        Movement,
    )
    from messaging.notifications import AbstractNotifications

Clock = Callable[[], datetime]


def add_batch(
    command: commands.CreateBatch,
    uow: AllocationUnitOfWork,
    approved_formulas: ApprovedFormulas,
    decided_sources: DecidedSources,
) -> None:
    """Announce stock, made as it is decided for the scent, where nobody said. Raises BatchConflict
    when the reference is given to something else, and UnapprovedFormula where it would be sold at
    once."""
    with uow:
        product = _product_for(command.sku, [command], uow)
        batch = _batch(command)
        is_new = _announce(product, batch, decided_sources.origin_of(command.sku))
        if is_new and batch.released:
            require_approval(batch, approved_formulas)
        uow.commit()


def release_batch(
    command: commands.ReleaseBatch, uow: AllocationUnitOfWork, approved_formulas: ApprovedFormulas
) -> None:
    """Raises UnknownBatch, WrongPlace, UnapprovedFormula."""
    with uow:
        product = owner(command.ref, uow)
        product.release_batch(command.ref)
        if product.events:
            require_approval(product.batch(command.ref), approved_formulas)
        uow.commit()


def allocate(command: commands.Allocate, uow: AllocationUnitOfWork, clock: Clock) -> str | None:
    """The batch that serves the line, or None while it waits. Raises InvalidSku, LineConflict."""
    line = OrderLine(command.orderid, command.sku, command.qty)
    today = clock().date()
    with uow:
        product = uow.products.get_for_line(line, today)
        if product is None:
            raise InvalidSku(command.sku)
        batchref = product.allocate(line, today)
        uow.commit()
    return batchref


def import_stock_and_orders(
    command: commands.ImportStockAndOrders,
    uow: AllocationUnitOfWork,
    clock: Clock,
    approved_formulas: ApprovedFormulas,
    decided_sources: DecidedSources,
) -> list[str | None]:
    """Announce the batches, then allocate the lines in turn; the batch of each line, or None.
    Raises BatchConflict, UnapprovedFormula."""
    today = clock().date()
    with uow:
        product = _product_for(command.sku, command.batches, uow, command.lines)
        usual = decided_sources.origin_of(command.sku) if command.batches else UNKNOWN
        new = [batch for batch in map(_batch, command.batches) if _announce(product, batch, usual)]
        for batch in {one.origin.formula: one for one in new if one.released}.values():
            require_approval(batch, approved_formulas)
        product.fill_backorders(today)
        answers = [product.allocate(line, today) for line in command.lines]
        uow.commit()
    return answers


def expire_batch(command: commands.ExpireBatch, uow: AllocationUnitOfWork, clock: Clock) -> None:
    """Raises UnknownBatch, WrongPlace."""
    with uow:
        owner(command.ref, uow).expire_batch(command.ref, clock().date())
        uow.commit()


def reallocate(event: events.Deallocated, uow: AllocationUnitOfWork, clock: Clock) -> None:
    """In the same transaction: a line that lost its batch gets another, or waits."""
    _loaded(event.sku, uow).reallocate(event.orderid, clock().date())


def fill_backorders(
    event: events.BatchCreated
    | events.BatchQuantityChanged
    | events.BatchReceived
    | events.BatchReleased
    | events.LineChanged,
    uow: AllocationUnitOfWork,
    clock: Clock,
) -> None:
    """In the same transaction: stock that appears is offered to the queue."""
    _loaded(event.sku, uow).fill_backorders(clock().date())


def add_allocation_to_read_model(event: events.Allocated, uow: AllocationUnitOfWork) -> None:
    uow.allocations_view.add(event)


def remove_allocation_from_read_model(event: events.Deallocated, uow: AllocationUnitOfWork) -> None:
    uow.allocations_view.remove(event)


def write_ledger(event: Movement, uow: AllocationUnitOfWork) -> None:
    uow.ledger.write(event)


def publish_allocated_event(
    event: events.Allocated, publish: Callable[[str, Mapping[str, Any]], None]
) -> None:
    message = {name: getattr(event, name) for name in ("orderid", "sku", "qty", "batchref")}
    publish("line_allocated", message)


def send_out_of_stock_notification(
    event: events.OutOfStock, notifications: AbstractNotifications, stock_email: str
) -> None:
    notifications.send(stock_email, f"Out of stock for {event.sku}")


def _announce(product: Product, batch: Batch, usual: Origin) -> bool:
    """Whether it was not known before."""
    told = len(product.events)
    product.add_batch(batch, usual=usual)
    return len(product.events) > told


def _batch(command: commands.CreateBatch) -> Batch:
    return Batch(
        command.ref,
        command.sku,
        command.qty,
        command.eta,
        expiry=command.expiry,
        produced=command.produced,
        status=Status.RELEASED if command.released else Status.QUARANTINE,
        origin=Origin(command.formula, command.supplier),
    )


def _product_for(
    sku: str,
    batches: Sequence[commands.CreateBatch],
    uow: AllocationUnitOfWork,
    lines: Sequence[OrderLine] = (),
) -> Product:
    """The product of the sku, new where these batches are its first."""
    refs = [batch.ref for batch in batches]
    for ref, owner in uow.products.owners_of(refs).items():
        if owner != sku:
            raise BatchConflict(f"Batch {ref} belongs to {owner}")
    product = uow.products.get_for_import(sku, refs=refs, lines=lines)
    if product is None:
        if not batches:
            raise InvalidSku(sku)
        product = Product(sku)
        uow.products.add(product)
    return product


def owner(ref: str, uow: AllocationUnitOfWork) -> Product:
    """The product of the batch. Raises UnknownBatch."""
    product = uow.products.get_by_batchref(ref)
    if product is None:
        raise UnknownBatch(ref)
    return product


def _loaded(sku: str, uow: AllocationUnitOfWork) -> Product:
    product = uow.products.get(sku)
    if product is None:
        raise InvalidSku(sku)
    return product
