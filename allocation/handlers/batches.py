"""Changes of a batch that may take units away from lines: carried out, or only simulated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from allocation.handlers.stock import owner
from domain.allocation import commands
from domain.allocation.plan import Plan, PlanChanged, plan_of
from domain.allocation.product import Product

if TYPE_CHECKING:
    from allocation.ports import AllocationUnitOfWork

Clock = Callable[[], datetime]


def change_batch_quantity(
    command: commands.ChangeBatchQuantity, uow: AllocationUnitOfWork, clock: Clock
) -> None:
    """Correct a batch. Raises UnknownBatch, AlreadyShipped."""
    _change(command, uow, clock)


def scrap_units(command: commands.ScrapUnits, uow: AllocationUnitOfWork, clock: Clock) -> None:
    """Throw units of a batch away. Raises UnknownBatch, BadInput, AlreadyShipped."""
    _change(command, uow, clock)


def change_batch_eta(
    command: commands.ChangeBatchEta, uow: AllocationUnitOfWork, clock: Clock
) -> None:
    """Raises UnknownBatch, WrongPlace."""
    _change(command, uow, clock)


def receive_batch(command: commands.ReceiveBatch, uow: AllocationUnitOfWork, clock: Clock) -> None:
    """Raises UnknownBatch, WrongPlace, AlreadyShipped."""
    _change(command, uow, clock)


def block_batch(command: commands.BlockBatch, uow: AllocationUnitOfWork, clock: Clock) -> None:
    """Raises UnknownBatch."""
    _change(command, uow, clock)


def simulate(command: commands.Simulate, uow: AllocationUnitOfWork, clock: Clock) -> Plan:
    """Make the change with all that follows from it, tell what it does, and drop it.

    Raises what the change raises.
    """
    with uow:
        product = _make(command.change, uow, clock().date())
        uow.project()
        return plan_of(product, [*uow.collect_new_events()])


def carry_out(command: commands.CarryOut, uow: AllocationUnitOfWork, clock: Clock) -> None:
    """Raises PlanChanged, and what the change raises."""
    with uow:
        product = _make(command.change, uow, clock().date())
        uow.project()
        if plan_of(product, product.events).fingerprint != command.plan:
            raise PlanChanged
        uow.store()


def _change(command: commands.BatchChange, uow: AllocationUnitOfWork, clock: Clock) -> None:
    with uow:
        _make(command, uow, clock().date())
        uow.commit()


def _make(change: commands.BatchChange, uow: AllocationUnitOfWork, today: date) -> Product:
    """The product, changed and not stored."""
    product, ref = owner(change.ref, uow), change.ref
    match change:
        case commands.ChangeBatchQuantity(_, qty, reason, document):
            product.change_batch_quantity(ref, qty, today, reason=reason, document=document)
        case commands.ScrapUnits(_, qty, reason, document):
            product.change_batch_quantity(
                ref,
                product.batch(ref).purchased_quantity - qty,
                today,
                scrapped=True,
                reason=reason,
                document=document,
            )
        case commands.ChangeBatchEta(_, eta):
            product.change_batch_eta(ref, eta, today)
        case commands.ReceiveBatch(_, qty, rest_due, document):
            product.receive_batch(ref, qty, today, rest_due=rest_due, document=document)
        case commands.BlockBatch(_, reason):
            product.block_batch(ref, reason)
    return product
